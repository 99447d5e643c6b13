package replicate

import (
	"context"
	"fmt"
	"math"
)

// Role is what a municipality is to traffic into the United States.
type Role uint8

// The roles, as the columns of MunType have them.
const (
	Interior Role = iota
	TruckCrossing
	Seaport
	roles // how many
)

var roleNames = []string{"interior", "truck crossing", "seaport"}

// String names the role.
func (r Role) String() string {
	if int(r) < len(roleNames) {
		return roleNames[r]
	}
	return fmt.Sprintf("Role(%d)", uint8(r))
}

// Sample is what the estimation knows of municipalities besides flows and confiscations: the
// paper's 2,456, of which 197 have no road.
type Sample struct {
	Codes []string
	Roles []Role
	// Counts is the number of municipalities of each role.
	Counts [roles]int
	// Sizes are the commercial lanes of a truck crossing and the containers of a seaport,
	// in the archive's unit; else 0.
	Sizes []float64
	// LinkKM is the mean length of the links that touch a municipality, 0 without any.
	LinkKM []float64

	flows []int // position in Archive.Codes, -1 without a road
	index map[string]int
}

// Shapes of the files.
const (
	publishedSample   = 2456
	munTypeColumns    = 2 + int(roles) // code, number; 1 in the column of the role
	munDistColumns    = 3              // code, number, kilometres
	capacityColumns   = 6              // code, number, lanes and their share, containers and their share
	lanesColumn       = 2
	containersColumn  = 4
	firstValueColumn  = 2
	fewestOfRole      = 2
	sampleFileOfRoles = "MunType"
)

// sample reads MunType.mat, MeasuredCap.mat and MunDist.mat, which must agree with one another.
func (a *Archive) sample(ctx context.Context) (*Sample, error) {
	s := &Sample{index: map[string]int{}}
	table, err := a.sampleTable(ctx, s, sampleFile{sampleFileOfRoles, munTypeColumns})
	if err != nil {
		return nil, err
	}
	for i, code := range s.Codes {
		ones, others := 0, 0
		for role := range roles {
			switch table[firstValueColumn+role][i] {
			case 1:
				ones++
				s.Roles = append(s.Roles, role)
			case 0:
				others++
			}
		}
		if ones != 1 || others != int(roles)-1 {
			return nil, fmt.Errorf("%w: MunType.mat: row %d: %s is not of one role", ErrArchive, i+1, code)
		}
		s.Counts[s.Roles[i]]++
		at, ok := a.Index(code)
		if !ok {
			at = -1
		}
		s.flows = append(s.flows, at)
	}
	for role, n := range s.Counts {
		if n < fewestOfRole {
			return nil, fmt.Errorf("%w: MunType.mat: the role %v has %d municipalities; it needs %d", ErrArchive, Role(role), n, fewestOfRole)
		}
	}
	if err := a.readSizes(ctx, s); err != nil {
		return nil, err
	}
	return s, a.readLinkLengths(ctx, s)
}

// readSizes reads the capacities of crossings and seaports.
func (a *Archive) readSizes(ctx context.Context, s *Sample) error {
	table, err := a.sampleTable(ctx, s, sampleFile{"MeasuredCap", capacityColumns})
	if err != nil {
		return err
	}
	for i, role := range s.Roles {
		size := [roles]float64{TruckCrossing: table[lanesColumn][i], Seaport: table[containersColumn][i]}
		for r, x := range size {
			if wanted := role == Role(r) && role != Interior; wanted != (x > 0) || !(x >= 0) || math.IsInf(x, 1) {
				return fmt.Errorf("%w: MeasuredCap.mat: row %d: %s has %v lanes and %v containers, and is %v in MunType.mat",
					ErrArchive, i+1, s.Codes[i], size[TruckCrossing], size[Seaport], role)
			}
		}
		s.Sizes = append(s.Sizes, size[role])
	}
	return nil
}

func (a *Archive) readLinkLengths(ctx context.Context, s *Sample) error {
	table, err := a.sampleTable(ctx, s, sampleFile{"MunDist", munDistColumns})
	if err != nil {
		return err
	}
	s.LinkKM = table[firstValueColumn]
	for i, km := range s.LinkKM {
		if !(km >= 0) || math.IsInf(km, 1) {
			return fmt.Errorf("%w: MunDist.mat: row %d: %s has links of %v km", ErrArchive, i+1, s.Codes[i], km)
		}
	}
	return nil
}

// sampleFile is a file with a row for each municipality of the sample.
type sampleFile struct {
	variable string
	columns  int
}

// sampleTable reads such a file. The first says which municipalities there are.
func (a *Archive) sampleTable(ctx context.Context, s *Sample, f sampleFile) ([][]float64, error) {
	name := f.variable + ".mat"
	table, err := a.columns(ctx, name, f.variable)
	if err != nil {
		return nil, err
	}
	n, first := len(table[0]), s.Codes == nil
	switch {
	case len(table) != f.columns:
		return nil, fmt.Errorf("%w: %s has %d columns, not %d", ErrArchive, name, len(table), f.columns)
	case a.Graph.NodeCount() == publishedNodes && n != publishedSample:
		return nil, fmt.Errorf("%w: %s has %d municipalities, not %d", ErrArchive, name, n, publishedSample)
	case !first && n != len(s.Codes):
		return nil, fmt.Errorf("%w: %s has %d municipalities, and MunType.mat %d", ErrArchive, name, n, len(s.Codes))
	}
	for i, number := range table[0] {
		code, ok := codeOf(number)
		switch {
		case !ok:
			return nil, fmt.Errorf("%w: %s: row %d: %v is no municipality code", ErrArchive, name, i+1, number)
		case first:
			if _, twice := s.index[code]; twice {
				return nil, fmt.Errorf("%w: %s: municipality %s stands twice", ErrArchive, name, code)
			}
			s.index[code] = i
			s.Codes = append(s.Codes, code)
		case code != s.Codes[i]:
			return nil, fmt.Errorf("%w: %s: row %d is %s, and in MunType.mat %s", ErrArchive, name, i+1, code, s.Codes[i])
		}
	}
	return table, nil
}
