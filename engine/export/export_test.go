package export

// NewPageCodec is for the test that holds it against the library's own.
var NewPageCodec = newPageCodec
