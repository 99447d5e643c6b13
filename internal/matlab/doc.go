// Package matlab reads MAT-files of version 5, the form in which MATLAB
// (save -v6, save -v7) and Octave keep variables and in which replication
// archives of economics often hold their data.
//
// The format is described in "MAT-File Format", The MathWorks, R2024a,
// https://www.mathworks.com/help/pdf_doc/matlab/matfile_format.pdf. A file is a
// header of 128 bytes and a row of elements, each a tag (type and size) and
// data. A variable is an element of type miMATRIX, plain (-v6) or compressed by
// zlib (-v7). Inside it are elements for flags, dimensions, name and data. A
// cell or a struct holds further matrices. Data may be stored in a smaller type
// than the class of the array: a column of doubles that are all whole numbers
// below 256 is stored as bytes.
//
// [Read] returns a [File] of variables. Each is an [Array]: numbers in column
// order, text, cells, a struct of named fields, or a sparse matrix.
//
// # Limits
//
// Numbers become float64: 64-bit integers that float64 cannot hold are rounded
// and counted in [Array.Rounded]. Complex arrays, objects, function handles and
// strings of class string are refused with [ErrUnsupported]; name the variables
// you want in [Options] to pass over them. Version 4 and version 7.3 (which is HDF5)
// are refused with a hint. Nothing is allocated on the word of the file alone:
// a size is held against the bytes that are there, cells may be nested 64 deep,
// and all variables together may take [Options.MaxBytes].
package matlab
