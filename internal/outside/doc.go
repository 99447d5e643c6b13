// Package outside finds what lies outside the project and tests compare with: the
// reference data ([ReferenceData]), programs ([Program], [Output]) and files installed
// beside a test ([Path]). A test is skipped where it is not there.
package outside
