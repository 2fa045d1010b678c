package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// versionedFile is a file, written by hand, that contains the version. The first group of the pattern is what stands
// before it.
type versionedFile struct {
	path    string
	pattern *regexp.Regexp
}

var versioned = []versionedFile{
	{"bindings/node/package.json", regexp.MustCompile(`(?m)(^    "version": ")[^"]*`)},
	{"bindings/node/package-lock.json", regexp.MustCompile(`("name": "libpsutil",\s+"version": ")[^"]*`)},
	{"packaging/vcpkg/vcpkg.json", regexp.MustCompile(`("version": ")[^"]*`)},
}

// withVersion returns the text of the file with another version.
func (f versionedFile) withVersion(root, version string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(root, f.path))
	if err != nil {
		return nil, err
	}
	if !f.pattern.Match(text) {
		return nil, fmt.Errorf("%s: nothing matches %s; expected the version", f.path, f.pattern)
	}
	return f.pattern.ReplaceAll(text, []byte("${1}"+version)), nil
}
