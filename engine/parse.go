package engine

import "github.com/corredor-geo/corredor/graph/load/feature"

// ReadStudy reads a study file. An unknown key, a value of the wrong type or a
// study that cannot be run is an error with its line.
func ReadStudy(path string) (*Study, error) {
	return readStudy(fileSource(path))
}

func readStudy(src source) (*Study, error) {
	text, err := src.read()
	if err != nil {
		return nil, err
	}
	src.text = text
	s := &Study{source: src}
	file := feature.YAML{File: src.label, Kind: "a study", Hint: "copy examples/mexico-2010.yaml and change it"}
	if err := file.Decode(text, s); err != nil {
		return nil, err
	}
	if err := s.check(text); err != nil {
		return nil, err
	}
	return s, nil
}
