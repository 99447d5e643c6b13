package feature

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// archive is a .zip seen as a folder. Members are found by their base name
// within the folder of the member that was chosen.
type archive struct {
	label string
	zip   *zip.Reader
	size  int64 // of the .zip
	dir   string
}

func openArchive(c *content) (*archive, error) {
	at, size := c.at, c.size
	if at == nil {
		b, err := readAll(c.in, maxInMemory)
		if err != nil {
			return nil, inputError(c.label, err)
		}
		at, size = bytes.NewReader(b), int64(len(b))
	}
	z, err := zip.NewReader(at, size)
	if err != nil {
		return nil, &Error{File: c.label, Err: fmt.Errorf("the zip cannot be read: %w", err),
			Hint: "download or copy it again"}
	}
	return &archive{label: c.label, zip: z, size: size}, nil
}

func (a *archive) names() []string {
	var names []string
	for _, f := range a.zip.File {
		if dir, base := path.Split(f.Name); dir == a.dir && base != "" {
			names = append(names, base)
		}
	}
	return names
}

func (a *archive) open(name string) (*content, error) {
	for _, f := range a.zip.File {
		if f.Name == a.dir+name {
			return a.content(f)
		}
	}
	return nil, &Error{File: a.label, Err: fs.ErrNotExist}
}

func (a *archive) content(f *zip.File) (*content, error) {
	label := a.label + "/" + f.Name
	in, err := f.Open()
	if err != nil {
		out := &Error{File: label, Err: err, Hint: "the zip is damaged: download or copy it again"}
		if errors.Is(err, zip.ErrAlgorithm) {
			out.Hint = "unpack it yourself: it is compressed or encrypted in a way this program does not know"
		}
		return nil, out
	}
	packed := int64(min(f.CompressedSize64, uint64(a.size)))
	var plain io.Reader = &expansion{in: in, packed: func() int64 { return packed }}
	return &content{label: label, name: path.Base(f.Name), size: -1,
		in: bufio.NewReaderSize(plain, bufferSize), from: a}, nil
}

// choose opens the member to read: the one named, else the only one whose
// extension tells a format.
func (a *archive) choose(member string) (*content, error) {
	var fits []*zip.File
	for _, f := range a.zip.File {
		base := path.Base(f.Name)
		if strings.HasSuffix(f.Name, "/") || base[0] == '.' || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		if member != "" {
			if f.Name == member {
				fits = []*zip.File{f}
				break
			}
			if strings.EqualFold(base, member) {
				fits = append(fits, f)
			}
			continue
		}
		fits = append(fits, f)
	}
	if member == "" {
		fits = likely(fits)
	}
	if len(fits) != 1 {
		return nil, a.choiceError(member, fits)
	}
	a.dir, _ = path.Split(fits[0].Name)
	return a.content(fits[0])
}

// likely keeps the members of the surest kind: layers and tables before loose
// .dbf and .txt files.
func likely(files []*zip.File) []*zip.File {
	var sure, loose []*zip.File
	for _, f := range files {
		switch format, known := formatOfName(f.Name); {
		case !known:
		case format == formatDBF, strings.EqualFold(path.Ext(f.Name), ".txt"):
			loose = append(loose, f)
		default:
			sure = append(sure, f)
		}
	}
	if len(sure) > 0 {
		return sure
	}
	return loose
}

func (a *archive) choiceError(member string, fits []*zip.File) error {
	const most = 12
	out := &Error{File: a.label}
	list := fits
	switch {
	case len(fits) > 1:
		out.Err = fmt.Errorf("%d files of the zip could be meant", len(fits))
		out.Hint = "name the member to read: "
	case member != "":
		out.Err = fmt.Errorf("the zip has no file %s", quote(member))
		out.Hint = "its files are "
		list = a.zip.File
	default:
		out.Err = fmt.Errorf("the zip holds no table or layer: %w", ErrFormat)
		out.Hint = "its files are "
		list = a.zip.File
		for _, f := range list {
			if f.Name == "xl/workbook.xml" {
				out.Hint = "an Excel workbook: save the sheet as CSV UTF-8"
				return out
			}
		}
	}
	var names []string
	for _, f := range list[:min(most, len(list))] {
		names = append(names, f.Name)
	}
	out.Hint += strings.Join(names, ", ")
	if len(list) > most {
		out.Hint += ", ..."
	}
	return out
}
