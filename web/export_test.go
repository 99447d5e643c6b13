package web

// EndpointName is a path of the API for tests.
type EndpointName struct {
	Path           string
	Methods, Query []string
}

// Endpoints lists what the server answers.
func Endpoints() []EndpointName {
	var list []EndpointName
	for _, e := range (&Server{}).endpoints() {
		list = append(list, EndpointName{e.path, e.methods, e.query})
	}
	return list
}
