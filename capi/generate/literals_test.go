package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"
)

// unnamedFields returns the positions of literals of C structs, C.name{...}, whose fields have no names. cgo adds
// fields for padding, which differs between processors, so such a literal compiles for some and not for others.
func unnamedFields(files *token.FileSet, file *ast.File) []token.Position {
	var found []token.Position
	ast.Inspect(file, func(node ast.Node) bool {
		literal, ok := node.(*ast.CompositeLit)
		if !ok || len(literal.Elts) == 0 {
			return true
		}
		name, ok := literal.Type.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if pkg, ok := name.X.(*ast.Ident); !ok || pkg.Name != "C" {
			return true
		}
		if _, named := literal.Elts[0].(*ast.KeyValueExpr); !named {
			found = append(found, files.Position(literal.Pos()))
		}
		return true
	})
	return found
}

func TestLiteralsOfCStructsNameTheirFields(t *testing.T) {
	paths, err := filepath.Glob("../*.go")
	if err != nil || len(paths) < 20 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, position := range unnamedFields(files, file) {
			t.Errorf("%s: a literal of a C struct without field names", position)
		}
	}
}

func TestUnnamedFieldsAreFound(t *testing.T) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "x.go", "package x\nvar a = C.t{1, 2}\nvar b = C.t{x: C.u{3}}\nvar c = []C.t{{x: 1}}\nvar d = C.t{}\n", 0)
	if err != nil {
		t.Fatal(err)
	}
	if found := unnamedFields(files, file); len(found) != 2 || found[0].Line != 2 || found[1].Line != 3 {
		t.Error(found)
	}
}
