package main

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed api.md
var apiIntroduction string

// apiPage is docs/api.md: a table of the functions of each section of the header.
func apiPage(h Header) string {
	var b strings.Builder
	b.WriteString(apiIntroduction)
	for i := 0; i < len(h.Functions); {
		section := h.Functions[i].Section
		end := i
		for end < len(h.Functions) && h.Functions[end].Section == section {
			end++
		}
		functions := h.Functions[i:end]
		aboutProcess := slices.ContainsFunc(functions, Function.takesProcess)
		columns := []string{"C", "What", "Unit", "Python", "Python, v7", "Node", "On", "Errors", "Source"}
		if aboutProcess {
			columns = append(columns, "Exited", "Zombie", "Other user's")
		}
		columns = append(columns, "Example")
		first, size := utf8.DecodeRuneInString(section)
		fmt.Fprintf(&b, "\n## %c%s\n\n%s|%s\n", unicode.ToUpper(first), section[size:], markdownRow(columns), strings.Repeat("---|", len(columns)))
		for _, f := range functions {
			example := none
			if f.Example != "" {
				example = fmt.Sprintf("[%s](../examples/%s)", f.Example, f.Example)
			}
			parts := f.parts()
			cells := []string{"`" + f.Name + "`", firstSentence(parts[""]), f.Unit, f.V1, f.V7, f.Node, systemLetters(f.Systems), orNone(parts["Errors"]), orNone(parts["Source"])}
			if aboutProcess {
				cells = append(cells, f.Exited, f.Zombie, f.OtherUser)
			}
			b.WriteString(markdownRow(append(cells, example)))
		}
		i = end
	}
	return b.String()
}

func orNone(text string) string {
	if text == "" {
		return none
	}
	return text
}

var markdownSpecial = regexp.MustCompile(`[|*]`)

func markdownRow(cells []string) string {
	escaped := make([]string, len(cells))
	for i, cell := range cells {
		escaped[i] = markdownSpecial.ReplaceAllString(cell, `\$0`)
	}
	return "| " + strings.Join(escaped, " | ") + " |\n"
}

// takesProcess reports whether a function is about one process, whose state matters to what it returns.
func (f Function) takesProcess() bool {
	return len(f.Params) > 0 && f.Params[0].Type == "psutil_process *" && f.Name != "psutil_process_free"
}

// paragraph begins a part of a function's comment: of its parameters, errors or source.
var paragraph = regexp.MustCompile(`(?m)^((?:[a-z]\w*, )*[a-z]\w*|Errors|Source): `)

// parts returns the parts of a function's comment, each as one line: its beginning under "", then the parts of each
// parameter, "Errors" and "Source" under their names. Parameters that are described together have the same text.
func (f Function) parts() map[string]string {
	parts, names, from := map[string]string{}, []string{""}, 0
	store := func(to int) {
		for _, name := range names {
			parts[name] = oneLine(f.Doc[from:to])
		}
	}
	for _, m := range paragraph.FindAllStringSubmatchIndex(f.Doc, -1) {
		found := strings.Split(f.Doc[m[2]:m[3]], ", ")
		isParam := func(p Param) bool { return p.Name == found[0] }
		if found[0] != "Errors" && found[0] != "Source" && !slices.ContainsFunc(f.Params, isParam) {
			continue // a sentence with a colon
		}
		store(m[0])
		names, from = found, m[1]
	}
	store(len(f.Doc))
	return parts
}

// firstSentence returns a text up to its first full stop or colon outside brackets.
func firstSentence(text string) string {
	depth := 0
	for i, c := range text {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		case '.', ':':
			if depth == 0 && (i+1 == len(text) || text[i+1] == ' ') {
				return text[:i] + "."
			}
		}
	}
	return text
}

// wrapWords fills lines of at most this width with words.
func wrapWords(words []string, width int) (lines []string) {
	for _, word := range words {
		if n := len(lines); n > 0 && len(lines[n-1])+1+len(word) <= width {
			lines[n-1] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}
