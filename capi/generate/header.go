package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Header is what psutil.h declares, in its order.
type Header struct {
	Version   string
	Handles   []string // opaque types
	Foreign   []string // "struct Thing": what somebody else's header defines, and this one only points at
	Enums     []Enum
	Structs   []Struct
	Callbacks []Function
	Functions []Function
}

// Enum is an enumeration and its constants.
type Enum struct {
	Name, Doc string
	Constants []Constant
}

// Constant is an enumerator.
type Constant struct {
	Name  string
	Value string
}

// Struct is a record: of the caller's (no pointers in it), a list, or a record with strings.
type Struct struct {
	Name, Doc string
	Fields    []Param
	Notes     map[string]string // the comments behind the fields
}

// List says of which type's items a struct is a list, or "".
func (s Struct) List() string {
	if len(s.Fields) == 2 && s.Fields[0].Name == "len" && s.Fields[1].Name == "items" {
		return strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s.Fields[1].Type, "const "), "*"))
	}
	return ""
}

// Param is a parameter or a field: a C type, spelled one way ("const char *const *"), a name, and how many of it.
type Param struct {
	Type, Name string
	Array      int // 0: not an array
}

// Kind is how a call is made; the header marks each function with one.
type Kind string

// The marks.
const (
	Nonblocking Kind = "nonblocking"
	Blocking    Kind = "blocking"
	NoSyscall   Kind = "no syscall"
)

// Function is a public function.
type Function struct {
	Name, Doc, Returns string
	Params             []Param
	Kind               Kind
	Since              string
}

// Core is the name of a function without its prefix.
func (f Function) Core() string { return strings.TrimPrefix(f.Name, "psutil_") }

var (
	conditional = regexp.MustCompile(`(?s)#ifdef __cplusplus\n.*?#endif\n`)
	directive   = regexp.MustCompile(`(?m)^#.*\n`)
	token       = regexp.MustCompile(`(?s)/\*.*?\*/|[A-Za-z_][A-Za-z_0-9]*|-?[0-9][0-9a-fA-Fx]*|[{}()\[\],;*=]`)
	version     = regexp.MustCompile(`#define PSUTIL_VERSION "([^"]+)"`)
	mark        = regexp.MustCompile(`\[(nonblocking|blocking|no syscall), since ([0-9]+\.[0-9]+)\]$`)
)

type parser struct {
	tokens []string
	doc    string // the comment before the current declaration
}

// parse reads a header that keeps to the simple form of psutil.h, and refuses anything else.
func parse(text string) (h Header, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("psutil.h: %v", r)
		}
	}()
	v := version.FindStringSubmatch(text)
	if v == nil {
		panic("no PSUTIL_VERSION")
	}
	h.Version = v[1]
	text = directive.ReplaceAllString(conditional.ReplaceAllString(text, ""), "")
	if rest := strings.TrimSpace(token.ReplaceAllString(text, "")); rest != "" {
		panic(fmt.Sprintf("cannot read %.40q", rest))
	}
	p := &parser{tokens: token.FindAllString(text, -1)}
	for p.skipComments(); len(p.tokens) > 0; p.skipComments() {
		switch {
		case p.accept("enum"):
			h.Enums = append(h.Enums, p.enum())
		case p.accept("typedef"):
			p.typedef(&h)
		case p.accept("struct"):
			h.Foreign = append(h.Foreign, "struct "+p.next())
			p.expect(";")
		default:
			h.Functions = append(h.Functions, p.function())
		}
		p.doc = ""
	}
	h.check()
	return h, nil
}

// cType is a type as typ spells it: one word, and pointers to it.
var cType = regexp.MustCompile(`^(const )?[A-Za-z_]\w*( \*+(const)?)*$`)

// isForeign says whether a type is a pointer to what somebody else's header defines.
func (h Header) isForeign(c string) bool {
	base, stars := pointee(c)
	return stars == 1 && slices.Contains(h.Foreign, base)
}

// check refuses what can be read, but is no declaration of this library.
func (h Header) check() {
	for _, s := range h.Structs {
		h.checkParams(s.Name, s.Fields)
	}
	for _, f := range slices.Concat(h.Functions, h.Callbacks) {
		h.checkParams(f.Name, append([]Param{{Type: f.Returns, Name: "its result"}}, f.Params...))
	}
	seen := map[string]bool{}
	for _, f := range h.Functions {
		switch {
		case !strings.HasPrefix(f.Name, "psutil_"):
			panic(f.Name + " does not begin with psutil_, so it would not be exported")
		case seen[f.Name]:
			panic(f.Name + " is declared twice")
		case f.Kind != NoSyscall && f.Returns != "int32_t":
			panic(f.Name + " goes through Go, so it can fail, and has to return int32_t")
		}
		seen[f.Name] = true
	}
}

func (h Header) checkParams(of string, ps []Param) {
	for _, p := range ps {
		switch {
		case p.Type == "" || p.Name == "":
			panic(fmt.Sprintf("%s: %q is a type without a name, or a name without a type", of, p.Type+p.Name))
		case !cType.MatchString(p.Type) && !h.isForeign(p.Type):
			panic(fmt.Sprintf("%s: %q, of %s, is no type of one word and pointers to it", of, p.Type, p.Name))
		}
	}
}

func (p *parser) next() string {
	if len(p.tokens) == 0 {
		panic("ends in the middle of a declaration")
	}
	t := p.tokens[0]
	p.tokens = p.tokens[1:]
	if strings.HasPrefix(t, "/*") {
		return p.next()
	}
	return t
}

func (p *parser) peek() string {
	for len(p.tokens) > 0 && strings.HasPrefix(p.tokens[0], "/*") {
		p.tokens = p.tokens[1:]
	}
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0]
}

func (p *parser) accept(t string) bool {
	if p.peek() == t {
		p.next()
		return true
	}
	return false
}

func (p *parser) expect(t string) {
	if got := p.next(); got != t {
		panic(fmt.Sprintf("%q where %q belongs, before %q", got, t, p.tokens[:min(5, len(p.tokens))]))
	}
}

var leading = regexp.MustCompile(`(?m)^\s*\* ?`)

func (p *parser) skipComments() {
	for len(p.tokens) > 0 && strings.HasPrefix(p.tokens[0], "/*") {
		text := strings.TrimSuffix(strings.TrimPrefix(p.tokens[0], "/*"), "*/")
		p.doc = strings.TrimSpace(leading.ReplaceAllString(text, ""))
		p.tokens = p.tokens[1:]
	}
}

func (p *parser) enum() Enum {
	e := Enum{Doc: p.doc, Name: p.next()}
	p.expect("{")
	for {
		c := Constant{Name: p.next()}
		p.expect("=")
		c.Value = p.next()
		e.Constants = append(e.Constants, c)
		if !p.accept(",") {
			break
		}
	}
	p.expect("}")
	p.expect(";")
	return e
}

func (p *parser) typedef(h *Header) {
	if !p.accept("struct") { // a callback: typedef void (*name)(...);
		f := Function{Doc: p.doc, Returns: p.typ()}
		p.expect("(")
		p.expect("*")
		f.Name = p.next()
		p.expect(")")
		f.Params = p.params()
		p.expect(";")
		h.Callbacks = append(h.Callbacks, f)
		return
	}
	name := p.next()
	if !p.accept("{") {
		p.expect(name)
		p.expect(";")
		h.Handles = append(h.Handles, name)
		return
	}
	s := Struct{Name: name, Doc: p.doc, Notes: map[string]string{}}
	for !p.accept("}") {
		f := p.param()
		p.expect(";")
		p.doc = ""
		p.skipComments()
		s.Fields, s.Notes[f.Name] = append(s.Fields, f), p.doc
	}
	p.expect(name)
	p.expect(";")
	h.Structs = append(h.Structs, s)
}

func (p *parser) function() Function {
	f := Function{Doc: p.doc}
	m := mark.FindStringSubmatch(f.Doc)
	d := p.param()
	f.Returns, f.Name = d.Type, d.Name
	if m == nil {
		panic(f.Name + " has no mark like [nonblocking, since 0.1] at the end of its comment")
	}
	f.Kind, f.Since = Kind(m[1]), m[2]
	f.Doc = strings.TrimSpace(strings.TrimSuffix(f.Doc, m[0]))
	f.Params = p.params()
	p.expect(";")
	return f
}

func (p *parser) params() (params []Param) {
	p.expect("(")
	if len(p.tokens) > 1 && p.tokens[0] == "void" && p.tokens[1] == ")" {
		p.tokens = p.tokens[2:]
		return nil
	}
	for {
		params = append(params, p.param())
		if !p.accept(",") {
			break
		}
	}
	p.expect(")")
	return params
}

// param reads "const char *const *items" or "int64_t reserved[4]".
func (p *parser) param() Param {
	d := Param{Type: p.typ()}
	space := strings.LastIndex(d.Type, " ")
	if star := strings.LastIndex(d.Type, "*"); star > space {
		space = star
	}
	d.Type, d.Name = strings.TrimSpace(d.Type[:space+1]), d.Type[space+1:]
	if p.accept("[") {
		if _, err := fmt.Sscan(p.next(), &d.Array); err != nil {
			panic(err)
		}
		p.expect("]")
	}
	return d
}

// typ reads words and stars up to the first other token, and spells them one way: a space before stars, none after.
func (p *parser) typ() string {
	var b strings.Builder
	for t := p.peek(); t != "" && !strings.Contains("{}()[],;=", t); t = p.peek() {
		p.next()
		last := b.String()
		if last != "" && !strings.HasSuffix(last, "*") {
			b.WriteByte(' ')
		}
		b.WriteString(t)
	}
	return b.String()
}
