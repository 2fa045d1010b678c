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
		columns := []string{"C", "What", "Unit", "Python", "Python, v7", "Node", "Errors", "Source"}
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
			errors, source := h.inherited(f)
			cells := []string{"`" + f.Name + "`", firstSentence(f.summary()), f.Unit, f.V1, f.V7, f.Node, orNone(errors), orNone(source)}
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

var docParagraph = regexp.MustCompile(`(?m)^(Errors|Source): `)

// paragraph returns the part of a function's comment that begins with a word and a colon, as one line; "" is the part
// before all of these.
func (f Function) paragraph(word string) string {
	starts := docParagraph.FindAllStringSubmatchIndex(f.Doc, -1)
	if word == "" {
		end := len(f.Doc)
		if len(starts) > 0 {
			end = starts[0][0]
		}
		return strings.Join(strings.Fields(f.Doc[:end]), " ")
	}
	for i, s := range starts {
		if f.Doc[s[2]:s[3]] != word {
			continue
		}
		end := len(f.Doc)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		return strings.Join(strings.Fields(f.Doc[s[1]:end]), " ")
	}
	return ""
}

func (f Function) summary() string { return f.paragraph("") }

// inherited returns a function's errors and source; those of the function for all together if it is the same for each.
func (h Header) inherited(f Function) (errors, source string) {
	errors, source = f.paragraph("Errors"), f.paragraph("Source")
	base := perEach.ReplaceAllString(f.Name, "")
	if i := slices.IndexFunc(h.Functions, func(g Function) bool { return g.Name == base }); base != f.Name && i >= 0 {
		if errors == "" {
			errors = h.Functions[i].paragraph("Errors")
		}
		if source == "" {
			source = h.Functions[i].paragraph("Source")
		}
	}
	return errors, source
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
