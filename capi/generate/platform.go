package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"io/fs"
	"path"
	"strings"
)

// goMethod is a method of an interface of package platform that can fail.
type goMethod struct {
	receiver, name string
	params         []string // types
	results        []string // types, without the error at the end
}

// unsupportedTypes are the interfaces of package platform and the types that answer NotSupported.
var unsupportedTypes = map[string]string{"System": "Unsupported", "Process": "UnsupportedProcess"}

// platformMethods returns the methods of the interfaces that an operating system's package implements.
func platformMethods(root fs.FS) (methods []goMethod) {
	files, err := fs.Glob(root, "platform/*.go")
	if err != nil {
		panic(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_gen.go") || strings.HasSuffix(file, "_test.go") {
			continue
		}
		positions := token.NewFileSet()
		tree, err := parser.ParseFile(positions, path.Base(file), mustRead(root, file), parser.SkipObjectResolution)
		if err != nil {
			panic(err)
		}
		ast.Inspect(tree, func(node ast.Node) bool {
			spec, ok := node.(*ast.TypeSpec)
			if !ok || unsupportedTypes[spec.Name.Name] == "" {
				return true
			}
			if contract, ok := spec.Type.(*ast.InterfaceType); ok {
				for _, method := range contract.Methods.List {
					signature := method.Type.(*ast.FuncType)
					results := goTypesOf(positions, signature.Results)
					if last := len(results) - 1; last >= 0 && results[last] == "error" {
						methods = append(methods, goMethod{unsupportedTypes[spec.Name.Name], method.Names[0].Name,
							goTypesOf(positions, signature.Params), results[:last]})
					}
				}
			}
			return false
		})
	}
	return methods
}

func goTypesOf(positions *token.FileSet, fields *ast.FieldList) (types []string) {
	if fields == nil {
		return nil
	}
	for _, field := range fields.List {
		var text bytes.Buffer
		if err := printer.Fprint(&text, positions, field.Type); err != nil {
			panic(err)
		}
		for range max(1, len(field.Names)) {
			types = append(types, text.String())
		}
	}
	return types
}

// goUnsupported is the methods of package platform's Unsupported and UnsupportedProcess that can fail.
func goUnsupported(h Header) string {
	var b strings.Builder
	b.WriteString("package platform\n")
	for _, m := range h.platform {
		results := "error"
		if len(m.results) > 0 {
			results = "(_ " + strings.Join(m.results, ", _ ") + ", err error)"
		}
		fmt.Fprintf(&b, "\nfunc (%s) %s(%s) %s {\n", m.receiver, m.name, strings.Join(m.params, ", "), results)
		if len(m.results) > 0 {
			fmt.Fprintf(&b, "err = unsupported(%q)\nreturn\n}\n", m.name)
		} else {
			fmt.Fprintf(&b, "return unsupported(%q)\n}\n", m.name)
		}
	}
	return goFormat(b.String())
}
