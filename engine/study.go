package engine

import "github.com/corredor-geo/corredor/engine/violence"

// Study says what to route, over which roads, and what to join. The zero value
// is not runnable: roads, origins and destinations are needed; the rest has defaults.
//
// Paths are relative to the study file, may contain ${NAME} for an environment
// variable, and may begin with "mexico:" for a table of the embedded study.
type Study struct {
	Title        string       `yaml:"title"`
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
	Name  string `yaml:"name"`
	Roads Roads  `yaml:"roads"`
}

// Roads names the road data: a layer of lines (File), or a table of places
// and a table of links between them.
type Roads struct {
	File       string      `yaml:"file"`
	Places     string      `yaml:"places"`
	Links      string      `yaml:"links"`
	Encoding   string      `yaml:"encoding"`
	Member     string      `yaml:"member"`
	CRS        string      `yaml:"crs"` // where the data do not say it: EPSG:6372, or a .prj
	SnapMeters float64     `yaml:"snap_meters"`
	Node       bool        `yaml:"node"`     // join lines that cross without a shared vertex
	Nodes      string      `yaml:"nodes"`    // file of nodes that goes with File, in some formats
	Directed   bool        `yaml:"directed"` // edges of a list lead one way only
	Weight     string      `yaml:"weight"`   // column of costs of a list of edges that has no lengths
	Profile    string      `yaml:"profile"`  // OSM: highways, car, or a file
	Columns    RoadColumns `yaml:"columns"`
	Attributes Attributes  `yaml:"attributes"`
}

// Attributes names another layer of the same roads, whose attributes are carried
// to the nearest parallel road; see package graph/conflate.
type Attributes struct {
	File            string      `yaml:"file"`
	Encoding        string      `yaml:"encoding"`
	Member          string      `yaml:"member"`
	Columns         RoadColumns `yaml:"columns"`
	ToleranceMeters float64     `yaml:"tolerance_meters"`
	MaxAngleDegrees float64     `yaml:"max_angle_degrees"`
}

// RoadColumns maps the attributes of the roads to columns of the data.
type RoadColumns struct {
	OneWay   string   `yaml:"oneway"`
	Class    string   `yaml:"class"`
	Toll     string   `yaml:"toll"`
	SpeedKMH string   `yaml:"speed_kmh"`
	Ref      string   `yaml:"ref"`
	LengthKM string   `yaml:"length_km"`
	Keep     []string `yaml:"keep"`
	Apart    string   `yaml:"apart"`
}

// MetricSpec is what a route makes least: "length" (the default, metres), "time"
// (seconds, from the speed of each class of road), or a "formula" over the columns of the
// roads, in a Unit of its own; see package graph/cost.
type MetricSpec struct {
	Kind            string             `yaml:"kind"`
	SpeedsKMH       map[string]float64 `yaml:"speeds_kmh"`
	DefaultSpeedKMH float64            `yaml:"default_speed_kmh"`
	Formula         string             `yaml:"formula"`
	Unit            string             `yaml:"unit"`
	Surfaces        []Surface          `yaml:"surfaces"`
}

// Surface is a value over the land that the formula may name: a raster, a layer
// of polygons, or a table of values by municipality. A road has the mean along it.
type Surface struct {
	Name     string            `yaml:"name"`
	Raster   string            `yaml:"raster"`
	Polygons string            `yaml:"polygons"`
	Table    string            `yaml:"table"`
	Columns  SurfaceColumns    `yaml:"columns"`
	Where    map[string]string `yaml:"where"`
}

// SurfaceColumns maps the columns of a table of values by municipality; of a
// layer of polygons, Value only.
type SurfaceColumns struct {
	Code  string `yaml:"code"`
	Value string `yaml:"value"`
}

// Origins is one layer of origins: a table of municipalities with a weight, a
// grid of densities or points that are smoothed to one, both brought down to
// municipalities, or places that are origins themselves.
type Origins struct {
	Layer    string            `yaml:"layer"`
	Table    string            `yaml:"table"`
	Grid     string            `yaml:"grid"`
	Points   string            `yaml:"points"`
	Places   string            `yaml:"places"`
	Encoding string            `yaml:"encoding"`
	Columns  OriginColumns     `yaml:"columns"`
	Where    map[string]string `yaml:"where"`
	Top      int               `yaml:"top"`
	Min      float64           `yaml:"min"`
	Share    float64           `yaml:"share"` // keep the fewest that hold this share of Total
	Total    float64           `yaml:"total"` // of the country; 0 is the sum of the table
	Unit     string            `yaml:"unit"`

	Bandwidth string    `yaml:"bandwidth"` // of points; see hotspot.ParseBandwidth
	By        string    `yaml:"by"`        // seat, mean or mass; for a grid also peak
	Nodes     int       `yaml:"nodes"`     // of the density along each axis; 0 is as fine as the bandwidth needs
	HDR       []float64 `yaml:"hdr"`       // highest-density regions to write, in percent of the mass
}

// OriginColumns maps the columns of a table, grid, points or places.
type OriginColumns struct {
	ID     string `yaml:"id"`
	Code   string `yaml:"code"`
	Name   string `yaml:"name"`
	Weight string `yaml:"weight"`
	Lon    string `yaml:"lon"`
	Lat    string `yaml:"lat"`
}

// Destinations is a table of ports with a position. Kinds and Only select by
// kind and by id; both empty keeps all.
type Destinations struct {
	Table   string             `yaml:"table"`
	Columns DestinationColumns `yaml:"columns"`
	Kinds   []string           `yaml:"kinds"`
	Only    []string           `yaml:"only"`
}

// DestinationColumns maps the columns of a table of ports.
type DestinationColumns struct {
	ID   string `yaml:"id"`
	Name string `yaml:"name"`
	Kind string `yaml:"kind"`
	Lon  string `yaml:"lon"`
	Lat  string `yaml:"lat"`
}

// Regions names the municipalities: a layer of polygons or a table of seats.
// Seats are the points where routes begin; without them, polygons use a point inside.
type Regions struct {
	File     string            `yaml:"file"`
	Encoding string            `yaml:"encoding"`
	Member   string            `yaml:"member"`
	CRS      string            `yaml:"crs"`
	Columns  RegionColumns     `yaml:"columns"`
	Seats    Seats             `yaml:"seats"`
	Recode   map[string]string `yaml:"recode"`
}

// RegionColumns maps the columns of a layer of municipalities.
type RegionColumns struct {
	Code       string `yaml:"code"`
	Name       string `yaml:"name"`
	State      string `yaml:"state"`
	AreaKM2    string `yaml:"area_km2"`
	Population string `yaml:"population"`
	Lon        string `yaml:"lon"`
	Lat        string `yaml:"lat"`
}

// Seats is a table of municipal seats; it also gives names, states and population
// to a layer of polygons that has none.
type Seats struct {
	File     string        `yaml:"file"`
	Encoding string        `yaml:"encoding"`
	Columns  RegionColumns `yaml:"columns"`
}

// Violence names a table of counts by municipality and month or year.
type Violence struct {
	Table    string                `yaml:"table"`
	Encoding string                `yaml:"encoding"`
	Columns  ViolenceColumns       `yaml:"columns"`
	Series   []Series              `yaml:"series"`
	Period   PeriodSpec            `yaml:"period"`
	Absent   string                `yaml:"absent"` // "unknown" (default) or "zero"
	Coverage map[string]PeriodSpec `yaml:"coverage"`
	// Adjust lists corrections of the counts, in the order in which they are made.
	Adjust []Adjustment `yaml:"adjust"`
	// Intervals is the confidence of the intervals of rates, such as 0.95; Shrink
	// draws unsteady rates toward the "national" or the "state" rate; PerRoadKM adds
	// events per kilometre of road. Without them the columns are left out.
	Intervals float64 `yaml:"intervals"`
	Shrink    string  `yaml:"shrink"`
	PerRoadKM bool    `yaml:"per_road_km"`
	// Events names a table of dated events, which the report marks on the series.
	Events string `yaml:"events"`
}

// ViolenceColumns maps the columns of a table of counts.
type ViolenceColumns struct {
	Code       string `yaml:"code"`
	Date       string `yaml:"date"`
	Year       string `yaml:"year"`
	Population string `yaml:"population"`
	State      string `yaml:"state"`      // counts rows without a municipality in their state
	Registered string `yaml:"registered"` // month or year of registration
}

// Series is one count; the first of a study is the one that ranks violence.
type Series struct {
	Name   string `yaml:"name"`
	Column string `yaml:"column"`
}

// PeriodSpec is a range of months, written 2010-01, both ends included.
type PeriodSpec struct {
	From string `yaml:"from"`
	To   string `yaml:"to"`
}

// Access limits how far origins and ports may be from the road that they use.
type Access struct {
	MaxKM     float64 `yaml:"max_km"`      // beyond it there is no route; default 150
	WarnKM    float64 `yaml:"warn_km"`     // beyond it there is a warning; default 25
	PortMaxKM float64 `yaml:"port_max_km"` // beyond it a port is left out; default 15
}

// Outputs says where the files go. The command line may override Dir.
type Outputs struct {
	Dir string `yaml:"dir"`
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
