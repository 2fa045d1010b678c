package main

import (
	"encoding/json"
	"slices"
	"strings"
)

// The JSON description of the header, for tests and for tools that bind other languages.
type (
	jsonAPI struct {
		Generated string         `json:"generated"`
		Version   string         `json:"version"`
		Handles   []string       `json:"handles"`
		Enums     []jsonEnum     `json:"enums"`
		Structs   []jsonStruct   `json:"structs"`
		Callbacks []jsonFunction `json:"callbacks"`
		Functions []jsonFunction `json:"functions"`
	}
	jsonEnum struct {
		Name      string         `json:"name"`
		Doc       string         `json:"doc"`
		Constants []jsonConstant `json:"constants"`
	}
	jsonConstant struct {
		Name  string `json:"name"`
		Value int64  `json:"value"`
		Doc   string `json:"doc,omitempty"`
		Type  string `json:"type,omitempty"` // of a column
		Slow  bool   `json:"slow,omitempty"` // a column
		Text  string `json:"text,omitempty"` // of an error
	}
	jsonStruct struct {
		Name   string      `json:"name"`
		Doc    string      `json:"doc"`
		List   string      `json:"list,omitempty"` // the type of its items
		Fields []jsonParam `json:"fields"`
	}
	jsonParam struct {
		Name     string `json:"name"`
		Type     string `json:"type"`
		Array    int    `json:"array,omitempty"`
		Output   string `json:"output,omitempty"` // "value" or "block", of a function's outputs
		Nullable bool   `json:"nullable,omitempty"`
		Doc      string `json:"doc,omitempty"`
	}
	jsonFunction struct {
		Name      string      `json:"name"`
		Section   string      `json:"section,omitempty"`
		Kind      Kind        `json:"kind,omitempty"`
		Since     string      `json:"since,omitempty"`
		Nullable  bool        `json:"nullable,omitempty"` // its first output, or its result
		Returns   string      `json:"returns"`
		Params    []jsonParam `json:"params"`
		Doc       string      `json:"doc"`
		Errors    string      `json:"errors,omitempty"`
		Source    string      `json:"source,omitempty"`
		Systems   []string    `json:"systems,omitempty"` // that it works on
		Exited    string      `json:"exited,omitempty"`  // what it returns for an exited process
		Zombie    string      `json:"zombie,omitempty"`
		OtherUser string      `json:"other_user,omitempty"`
	}
)

// apiJSON is the header as JSON.
func apiJSON(h Header) string {
	api := jsonAPI{Generated: warning, Version: h.Version, Handles: h.Handles}
	for _, e := range h.Enums {
		j := jsonEnum{Name: e.Name, Doc: oneLine(e.Doc)}
		for _, c := range e.Constants {
			j.Constants = append(j.Constants, jsonConstant{c.Name, c.number(), c.Doc, c.Type, c.Slow, c.Text})
		}
		api.Enums = append(api.Enums, j)
	}
	for _, s := range h.Structs {
		api.Structs = append(api.Structs, jsonStruct{s.Name, oneLine(s.Doc), s.List(), h.jsonParams(s.Fields)})
	}
	for _, f := range h.Callbacks {
		api.Callbacks = append(api.Callbacks, jsonFunction{Name: f.Name, Returns: f.Returns, Params: h.jsonParams(f.Params), Doc: oneLine(f.Doc)})
	}
	for _, f := range h.Functions {
		j := jsonFunction{Name: f.Name, Section: f.Section, Kind: f.Kind, Since: f.Since, Nullable: f.Nullable, Returns: f.Returns,
			Params: h.jsonParams(f.Params)}
		parts := f.parts()
		for i, p := range f.Params {
			j.Params[i].Output, j.Params[i].Doc = h.output(p), parts[p.Name]
		}
		j.Doc, j.Errors, j.Source = parts[""], parts["Errors"], parts["Source"]
		j.Systems = f.Systems
		if f.takesProcess() {
			j.Exited, j.Zombie, j.OtherUser = f.Exited, f.Zombie, f.OtherUser
		}
		api.Functions = append(api.Functions, j)
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(api); err != nil {
		panic(err)
	}
	return b.String()
}

func (h Header) jsonParams(ps []Param) []jsonParam {
	js := make([]jsonParam, len(ps))
	for i, p := range ps {
		js[i] = jsonParam{Name: p.Name, Type: p.Type, Array: p.Array, Nullable: p.Nullable, Doc: p.Doc}
	}
	return slices.Clip(js)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
