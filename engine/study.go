package engine

import "github.com/corredor-geo/corredor/engine/violence"

// Study says what to route, over which roads, and what to join. The zero value
// is not runnable: roads, origins and destinations are needed; the rest has defaults.
//
// Paths are relative to the study file, may contain ${NAME} for an environment
// variable, and may begin with "mexico:" for a table of the embedded study.
type Study struct {
	Title        string       `yaml:"title"` // printed, and written to the manifest
	Roads        Roads        `yaml:"roads"`
	Metric       MetricSpec   `yaml:"metric"`
	Origins      []Origins    `yaml:"origins"`
	Destinations Destinations `yaml:"destinations"`
	Regions      Regions      `yaml:"regions"`
	Violence     Violence     `yaml:"violence"`
	// Exposure asks for corridors, comparisons and tests; nil asks for none.
	Exposure *ExposureSpec `yaml:"exposure"`
	Access   Access        `yaml:"access"`
	Outputs  Outputs       `yaml:"outputs"`
	// Vintages are other road networks to compare with: the whole study is run
	// on each.
	Vintages []Vintage `yaml:"vintages"`
	// Congestion makes ports or roads dearer with use; nil leaves prices as they are.
	Congestion *Congestion `yaml:"congestion"`
	// Shocks make roads dearer, or remove them, for some months.
	Shocks ShockSpec `yaml:"shocks"`

	source source // where the study was read from
}

// Vintage is another road network, of another year or source.
type Vintage struct {
	Name  string `yaml:"name"` // lower-case letters, digits and _
	Roads Roads  `yaml:"roads"`
}

// Roads names the road data: a layer of lines (File), or a table of places
// and a table of links between them.
type Roads struct {
	File       string      `yaml:"file"`        // a layer of lines, or a table of links, in any format
	Places     string      `yaml:"places"`      // instead of file: a table of places with lon and lat
	Links      string      `yaml:"links"`       // with places: a table of links between them
	Encoding   string      `yaml:"encoding"`    // of text [by the file]
	Member     string      `yaml:"member"`      // file inside an archive, or layer of a GeoPackage
	CRS        string      `yaml:"crs"`         // where the data do not say it: EPSG:6372, or a .prj
	SnapMeters float64     `yaml:"snap_meters"` // also join line ends no farther apart, 0 to 1000
	Node       bool        `yaml:"node"`        // join lines that cross without a shared vertex
	Nodes      string      `yaml:"nodes"`       // file of nodes that goes with File, in some formats
	Directed   bool        `yaml:"directed"`    // edges of a list lead one way only
	Weight     string      `yaml:"weight"`      // column of costs of a list of edges that has no lengths
	Profile    string      `yaml:"profile"`     // OSM: highways, car, or a file
	Columns    RoadColumns `yaml:"columns"`
	Attributes Attributes  `yaml:"attributes"`
}

// Attributes names another layer of the same roads, whose attributes are carried
// to the nearest parallel road; see package graph/conflate.
type Attributes struct {
	File            string      `yaml:"file"`     // the other layer
	Encoding        string      `yaml:"encoding"` // of text [by the file]
	Member          string      `yaml:"member"`   // file inside an archive, or layer of a GeoPackage
	Columns         RoadColumns `yaml:"columns"`
	ToleranceMeters float64     `yaml:"tolerance_meters"`  // farthest apart that two drawings of a road are [500]
	MaxAngleDegrees float64     `yaml:"max_angle_degrees"` // most that they differ in direction [30]
}

// RoadColumns maps the attributes of the roads to columns of the data.
type RoadColumns struct {
	OneWay   string   `yaml:"oneway"`    // direction of travel
	Class    string   `yaml:"class"`     // kind of road
	Toll     string   `yaml:"toll"`      // whether a toll is paid
	SpeedKMH string   `yaml:"speed_kmh"` // speed
	Ref      string   `yaml:"ref"`       // road number
	LengthKM string   `yaml:"length_km"` // length, where the drawing does not tell
	Keep     []string `yaml:"keep"`      // further columns to keep
	Apart    string   `yaml:"apart"`     // true on bridges and tunnels, which join nothing
}

// MetricSpec is what a route makes least: "length" (the default, metres), "time"
// (seconds, from the speed of each class of road), or a "formula" over the columns of the
// roads, in a Unit of its own; see package graph/cost.
type MetricSpec struct {
	Kind            string             `yaml:"kind"`              // length (default), time or formula
	SpeedsKMH       map[string]float64 `yaml:"speeds_kmh"`        // of time: speed by class of road
	DefaultSpeedKMH float64            `yaml:"default_speed_kmh"` // of roads of other classes; without it they are an error
	Formula         string             `yaml:"formula"`           // price of a segment over the columns of the roads and length_km
	Unit            string             `yaml:"unit"`              // of the formula
	Surfaces        []Surface          `yaml:"surfaces"`
}

// Surface is a value over the land that the formula may name: a raster, a layer
// of polygons, or a table of values by municipality. A road has the mean along it.
type Surface struct {
	Name     string            `yaml:"name"`     // as the formula names it
	Raster   string            `yaml:"raster"`   // an ESRI ASCII grid in degrees
	Polygons string            `yaml:"polygons"` // or a layer of polygons
	Table    string            `yaml:"table"`    // or a table by municipality
	Columns  SurfaceColumns    `yaml:"columns"`
	Where    map[string]string `yaml:"where"` // keep the rows with these values
}

// SurfaceColumns maps the columns of a table of values by municipality; of a
// layer of polygons, Value only.
type SurfaceColumns struct {
	Code  string `yaml:"code"`  // municipality
	Value string `yaml:"value"` // the value
}

// Origins is one layer of origins: a table of municipalities with a weight, a
// grid of densities or points that are smoothed to one, both brought down to
// municipalities, or places that are origins themselves.
type Origins struct {
	Layer    string            `yaml:"layer"`    // its name, part of column names: lower-case letters, digits, _
	Table    string            `yaml:"table"`    // municipalities with a weight
	Grid     string            `yaml:"grid"`     // or cells of a density
	Points   string            `yaml:"points"`   // or events with lon and lat
	Places   string            `yaml:"places"`   // or places that are origins themselves
	Encoding string            `yaml:"encoding"` // of text [by the file]
	Columns  OriginColumns     `yaml:"columns"`
	Where    map[string]string `yaml:"where"` // keep the rows with these values
	Top      int               `yaml:"top"`   // keep the heaviest so many
	Min      float64           `yaml:"min"`   // keep weights of at least this
	Share    float64           `yaml:"share"` // keep the fewest that hold this share of Total
	Total    float64           `yaml:"total"` // of the country; 0 is the sum of the table
	Unit     string            `yaml:"unit"`  // of the weight, written to the outputs

	Bandwidth string    `yaml:"bandwidth"` // of points; see hotspot.ParseBandwidth
	By        string    `yaml:"by"`        // seat, mean or mass; for a grid also peak
	Nodes     int       `yaml:"nodes"`     // of the density along each axis; 0 is as fine as the bandwidth needs
	HDR       []float64 `yaml:"hdr"`       // highest-density regions to write, in percent of the mass
}

// OriginColumns maps the columns of a table, grid, points or places.
type OriginColumns struct {
	ID     string `yaml:"id"`     // of a place
	Code   string `yaml:"code"`   // municipality
	Name   string `yaml:"name"`   // its name
	Weight string `yaml:"weight"` // what ranks it
	Lon    string `yaml:"lon"`    // longitude in degrees
	Lat    string `yaml:"lat"`    // latitude in degrees
}

// Destinations is a table of ports with a position. Kinds and Only select by
// kind and by id; both empty keeps all.
type Destinations struct {
	Table   string             `yaml:"table"` // ports with lon and lat
	Columns DestinationColumns `yaml:"columns"`
	Kinds   []string           `yaml:"kinds"` // keep these kinds
	Only    []string           `yaml:"only"`  // keep these ids
}

// DestinationColumns maps the columns of a table of ports.
type DestinationColumns struct {
	ID   string `yaml:"id"`   // identifies the port
	Name string `yaml:"name"` // its name
	Kind string `yaml:"kind"` // such as land or sea
	Lon  string `yaml:"lon"`  // longitude in degrees
	Lat  string `yaml:"lat"`  // latitude in degrees
}

// Regions names the municipalities: a layer of polygons or a table of seats.
// Seats are the points where routes begin; without them, polygons use a point inside.
type Regions struct {
	File     string            `yaml:"file"`     // polygons, or a table of seats
	Encoding string            `yaml:"encoding"` // of text [by the file]
	Member   string            `yaml:"member"`   // file inside an archive, or layer of a GeoPackage
	CRS      string            `yaml:"crs"`      // where the data do not say it: EPSG:6372, or a .prj
	Columns  RegionColumns     `yaml:"columns"`
	Seats    Seats             `yaml:"seats"`
	Recode   map[string]string `yaml:"recode"` // codes to replace: {"23010": "23004"}
}

// RegionColumns maps the columns of a layer of municipalities.
type RegionColumns struct {
	Code       string `yaml:"code"`       // municipality, the five digits of INEGI in Mexico
	Name       string `yaml:"name"`       // its name
	State      string `yaml:"state"`      // its state
	AreaKM2    string `yaml:"area_km2"`   // its area
	Population string `yaml:"population"` // its inhabitants
	Lon        string `yaml:"lon"`        // longitude of its seat in degrees
	Lat        string `yaml:"lat"`        // latitude of its seat in degrees
}

// Seats is a table of municipal seats; it also gives names, states and population
// to a layer of polygons that has none.
type Seats struct {
	File     string        `yaml:"file"`     // a table with lon and lat
	Encoding string        `yaml:"encoding"` // of text [by the file]
	Columns  RegionColumns `yaml:"columns"`
}

// Violence names a table of counts by municipality and month or year.
type Violence struct {
	Table    string                `yaml:"table"`    // counts by municipality and month or year
	Encoding string                `yaml:"encoding"` // of text [by the file]
	Columns  ViolenceColumns       `yaml:"columns"`
	Series   []Series              `yaml:"series"`
	Period   PeriodSpec            `yaml:"period"`   // months that are counted
	Absent   string                `yaml:"absent"`   // "unknown" (default) or "zero"
	Coverage map[string]PeriodSpec `yaml:"coverage"` // months in which a series was kept, by series
	// Adjust lists corrections of the counts, in the order in which they are made.
	Adjust []Adjustment `yaml:"adjust"`
	// Intervals is the confidence of the intervals of rates, such as 0.95; Shrink
	// draws unsteady rates toward the "national" or the "state" rate; PerRoadKM adds
	// events per kilometre of road. Without them the columns are left out.
	Intervals float64 `yaml:"intervals"`
	Shrink    string  `yaml:"shrink"`      // national or state
	PerRoadKM bool    `yaml:"per_road_km"` // also events per kilometre of road
	Events    string  `yaml:"events"`      // a table of dated events, which the report marks on the series
}

// ViolenceColumns maps the columns of a table of counts.
type ViolenceColumns struct {
	Code       string `yaml:"code"`       // municipality
	Date       string `yaml:"date"`       // YYYY-MM, YYYY-MM-DD or Jan-2006
	Year       string `yaml:"year"`       // or the year
	Population string `yaml:"population"` // inhabitants, for rates
	State      string `yaml:"state"`      // counts rows without a municipality in their state
	Registered string `yaml:"registered"` // month or year of registration
}

// Series is one count; the first of a study is the one that ranks violence.
type Series struct {
	Name   string `yaml:"name"`   // lower-case letters, digits and _; part of column names
	Column string `yaml:"column"` // of the table
}

// PeriodSpec is a range of months, written 2010-01, both ends included.
type PeriodSpec struct {
	From string `yaml:"from"` // first month
	To   string `yaml:"to"`   // last month; a year is its December
}

// Access limits how far origins and ports may be from the road that they use.
type Access struct {
	MaxKM     float64 `yaml:"max_km"`      // beyond it there is no route; default 150
	WarnKM    float64 `yaml:"warn_km"`     // beyond it there is a warning; default 25
	PortMaxKM float64 `yaml:"port_max_km"` // beyond it a port is left out; default 15
}

// Outputs says where the files go. The command line may override Dir.
type Outputs struct {
	Dir string `yaml:"dir"` // folder, relative to where the program runs
}

// period turns the text of a PeriodSpec into months. An end given as a year is
// its December.
func (p PeriodSpec) period() (violence.Period, error) {
	from, err := violence.ParseMonth(p.From)
	if err != nil {
		return violence.Period{}, err
	}
	to, err := violence.ParseMonth(p.To)
	if err != nil {
		return violence.Period{}, err
	}
	if len(p.To) == len("2010") {
		to += 11
	}
	return violence.Period{From: from, To: to}, nil
}

// Period turns the text of a PeriodSpec into months; see [violence.ParseMonth].
func (p PeriodSpec) Period() (violence.Period, error) { return p.period() }
