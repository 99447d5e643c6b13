package web

import (
	"encoding/binary"
	"math"
	"net/http"

	"github.com/corredor-geo/corredor/engine/export"
	"github.com/corredor-geo/corredor/web/internal/atlas"
)

// regionAnswer is one municipality.
type regionAnswer struct {
	Code       string   `json:"code"`
	Name       string   `json:"name"`
	State      string   `json:"state"`
	Metro      string   `json:"metro,omitempty"`
	Seat       *degrees `json:"seat"`
	Population known    `json:"population"`
	AreaKM2    known    `json:"area_km2"`
}

// regions lists the municipalities in the order of their codes, which is that of
// the counts.
func (s *Server) regions(r *http.Request) (*document, error) {
	format, err := formatOf(r, "json", "csv")
	if err != nil {
		return nil, err
	}
	if format == "csv" {
		return s.fixed.regionsCSV.get(func() (*document, error) { return csvDocument(s.regionsTable()) })
	}
	return s.fixed.regions.get(func() (*document, error) {
		list := []regionAnswer{}
		for _, reg := range s.atlas.Regions {
			list = append(list, answerRegion(reg))
		}
		return jsonDocument(map[string]any{"regions": list})
	})
}

func answerRegion(reg atlas.Region) regionAnswer {
	a := regionAnswer{Code: reg.Code, Name: reg.Name, State: reg.State, Metro: reg.Metro, Population: known(reg.Population), AreaKM2: known(reg.AreaKM2)}
	if reg.HasSeat {
		a.Seat = &degrees{reg.Seat[0], reg.Seat[1]}
	}
	return a
}

func (s *Server) regionsTable() export.Layer {
	real := func(name, unit string, decimals int) export.Column {
		return export.Column{Name: name, Kind: export.Real, Unit: unit, Decimals: decimals}
	}
	l := export.Layer{Name: "regions", Columns: []export.Column{{Name: "code"}, {Name: "name"}, {Name: "state"}, {Name: "metro"},
		real("lon", "degrees", 7), real("lat", "degrees", 7), real("population", "persons", 0), real("area_km2", "km2", 3)}}
	for _, reg := range s.atlas.Regions {
		lon, lat := math.NaN(), math.NaN()
		if reg.HasSeat {
			lon, lat = reg.Seat[0], reg.Seat[1]
		}
		l.Rows = append(l.Rows, export.Row{Values: []any{reg.Code, reg.Name, reg.State, reg.Metro, lon, lat, reg.Population, reg.AreaKM2}})
	}
	return l
}

// counts answers every count at once, as 32-bit floating point, little-endian: of
// each series, by municipality and step; then the inhabitants likewise. NaN is unknown.
func (s *Server) counts(*http.Request) (*document, error) {
	return s.fixed.counts.get(func() (*document, error) {
		a := s.atlas
		cells := len(a.Regions) * a.Timeline.Steps
		body := make([]byte, 0, 4*cells*(len(a.Series)+1))
		for _, series := range a.Series {
			for _, x := range series.Events {
				body = appendCount(body, x)
			}
		}
		for region := range a.Regions {
			for step := range a.Timeline.Steps {
				body = appendCount(body, a.Inhabitants(region, step))
			}
		}
		return newDocument("application/octet-stream", body), nil
	})
}

func appendCount(body []byte, x float64) []byte {
	return binary.LittleEndian.AppendUint32(body, math.Float32bits(float32(x)))
}
