package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Header is the declarations of psutil.h, in its order.
type Header struct {
	Version   string
	Handles   []string // opaque types
	Foreign   []string // "struct Thing": types of another library that this header only points at
	Enums     []Enum
	Structs   []Struct
	Callbacks []Function
	Functions []Function
	platform  []goMethod      // of package platform
	impl      map[string]bool // methods of impl.Process that are written by hand
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
	Doc   string
	Type  string // the type mark of a column: "string list"
	Slow  bool   // whether a column is marked slow
	Text  string // the text mark of an error: "access denied"
}

// Struct is a record or a list.
type Struct struct {
	Name, Doc string
	Fields    []Param
}

// List returns the type of a list's items; "" if the struct is not a list.
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
	Doc        string
	Nullable   bool // whether a field may be absent: NULL, PSUTIL_NA or NaN
}

// Kind is how a function is called; the header marks each function with one.
type Kind string

// The kinds.
const (
	Nonblocking Kind = "nonblocking"
	Blocking    Kind = "blocking"
	NoSyscall   Kind = "no syscall"
	ByHand      Kind = "by hand" // enters Go in a way of its own, and is written by hand
)

var kinds = []Kind{Nonblocking, Blocking, NoSyscall, ByHand}

// Function is a public function.
type Function struct {
	Name, Doc, Returns string
	Params             []Param
	Kind               Kind
	Nullable           bool // whether its first output, or its result, may be absent
	Since              string
	Section            string // of the header
	Facts                     // from the rest of the project
}

// Core returns the name of a function without psutil_.
func (f Function) Core() string { return strings.TrimPrefix(f.Name, "psutil_") }

var (
	conditional = regexp.MustCompile(`(?s)#ifdef __cplusplus\n.*?#endif\n`)
	directive   = regexp.MustCompile(`(?m)^#.*\n`)
	tokenExpr   = regexp.MustCompile(`(?s)/\*.*?\*/|[A-Za-z_][A-Za-z_0-9]*|-?[0-9][0-9a-fA-Fx]*|[{}()\[\],;*=]`)
	version     = regexp.MustCompile(`#define PSUTIL_VERSION "([^"]+)"`)
	marks       = regexp.MustCompile(`(?:^|\s)\[([^\[\]]*)\]$`)
	textMark    = regexp.MustCompile(`^"[^"]+"$`)
	since       = regexp.MustCompile(`^since ([0-9]+\.[0-9]+)$`)
)

// splitMarks splits a comment into its text and the marks in brackets at its end.
func splitMarks(comment string) (doc string, found []string) {
	m := marks.FindStringSubmatch(comment)
	if m == nil {
		return comment, nil
	}
	doc = strings.TrimSpace(strings.TrimSuffix(comment, m[0]))
	if strings.HasPrefix(m[1], `"`) { // a text, which may have commas
		return doc, []string{m[1]}
	}
	return doc, strings.Split(m[1], ", ")
}

// refuseMarks panics if there are marks where none belong.
func refuseMarks(name string, found []string) {
	if len(found) > 0 {
		panic(fmt.Sprintf("%s: unknown mark %q", name, found[0]))
	}
}

// The enumerations whose constants have marks.
const (
	errorEnum  = "psutil_error"
	columnEnum = "psutil_column_id"
	typeEnum   = "psutil_column_type"
)

type headerParser struct {
	tokens  []string
	doc     string // the comment before the current declaration
	section string // the title of the last heading
}

// parse reads a header in the simple form of psutil.h and refuses any other.
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
	if rest := strings.TrimSpace(tokenExpr.ReplaceAllString(text, "")); rest != "" {
		panic(fmt.Sprintf("cannot read %.40q", rest))
	}
	p := &headerParser{tokens: tokenExpr.FindAllString(text, -1)}
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
	h.markInfoMembers()
	return h, nil
}

// cType matches a type as typ spells it: one word, and pointers to it.
var cType = regexp.MustCompile(`^(const )?[A-Za-z_]\w*( \*+(const)?)*$`)

// isForeign reports whether a type is a pointer to a type of another library.
func (h Header) isForeign(c string) bool {
	base, stars := pointee(c)
	return stars == 1 && slices.Contains(h.Foreign, base)
}

// enum returns the enumeration of that name; without constants if there is none.
func (h Header) enum(name string) Enum {
	i := slices.IndexFunc(h.Enums, func(e Enum) bool { return e.Name == name })
	if i < 0 {
		return Enum{Name: name}
	}
	return h.Enums[i]
}

// number returns a constant's value.
func (c Constant) number() int64 {
	n, err := strconv.ParseInt(c.Value, 0, 64)
	if err != nil {
		panic(c.Name + ": " + err.Error())
	}
	return n
}

// words returns a constant's name without a prefix, in small letters: "string list" for PSUTIL_COLUMN_TYPE_STRING_LIST.
func (c Constant) words(prefix, separator string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(c.Name, prefix)), "_", separator)
}

// checkMarks refuses marks that contradict the declarations, and constants without the marks they need.
func (h Header) checkMarks() {
	var types []string
	for _, c := range h.enum(typeEnum).Constants {
		types = append(types, c.words("PSUTIL_COLUMN_TYPE_", " "))
	}
	for i, c := range h.enum(columnEnum).Constants {
		if c.Value != strconv.Itoa(i) {
			panic(fmt.Sprintf("%s is %s, want %d", c.Name, c.Value, i))
		}
		if !slices.Contains(types, c.Type) {
			panic(fmt.Sprintf("%s: the type mark is %q, want one of %q", c.Name, c.Type, types))
		}
	}
	for _, c := range h.enum(errorEnum).Constants {
		if c.Text == "" {
			panic(c.Name + " has no text mark like [\"access denied\"]")
		}
	}
	for _, s := range h.Structs {
		for _, f := range s.Fields {
			if !f.Nullable && s.field("has_"+f.Name) != nil {
				panic(fmt.Sprintf("%s: %s is not marked [nullable], but there is has_%s", s.Name, f.Name, f.Name))
			}
		}
	}
	for _, f := range h.Functions {
		if f.Nullable && !strings.HasSuffix(f.Returns, "*") && len(h.outputs(f)) == 0 {
			panic(f.Name + " is marked nullable, but has no output")
		}
	}
}

// field returns the field of that name, or nil.
func (s Struct) field(name string) *Param {
	i := slices.IndexFunc(s.Fields, func(f Param) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &s.Fields[i]
}

// The kinds of outputs: memory of the caller, or a pointer of the caller to a new block.
const (
	outputValue = "value"
	outputBlock = "block"
)

// output returns the kind of output that a parameter is; "" for an input.
func (h Header) output(p Param) string {
	c, pointer := strings.CutSuffix(p.Type, "*")
	c = strings.TrimSpace(c)
	constant := strings.HasSuffix(c, "const") || strings.HasPrefix(c, "const ") && !strings.Contains(c, "*")
	if !pointer || constant || c == "void" || h.isForeign(p.Type) || h.handle(p) != "" {
		return ""
	}
	if strings.HasSuffix(c, " *") && h.handle(Param{Type: c}) == "" && !strings.HasPrefix(c, "const ") {
		return outputBlock
	}
	return outputValue
}

// outputs returns the parameters that a function writes to.
func (h Header) outputs(f Function) (ps []Param) {
	for _, p := range f.Params {
		if h.output(p) != "" {
			ps = append(ps, p)
		}
	}
	return ps
}

// check refuses declarations that can be read but do not fit this library.
func (h Header) check() {
	h.checkMarks()
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
			panic(f.Name + " does not begin with psutil_")
		case seen[f.Name]:
			panic(f.Name + " is declared twice")
		case f.Kind != NoSyscall && f.Returns != "int32_t":
			panic(f.Name + " can fail and must return int32_t")
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
			panic(fmt.Sprintf("%s: %q, of %s, is not one word and pointers to it", of, p.Type, p.Name))
		}
	}
}

func (p *headerParser) next() string {
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

func (p *headerParser) peek() string {
	for len(p.tokens) > 0 && strings.HasPrefix(p.tokens[0], "/*") {
		p.tokens = p.tokens[1:]
	}
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0]
}

func (p *headerParser) accept(t string) bool {
	if p.peek() == t {
		p.next()
		return true
	}
	return false
}

func (p *headerParser) expect(t string) {
	if got := p.next(); got != t {
		panic(fmt.Sprintf("%q where %q belongs, before %q", got, t, p.tokens[:min(5, len(p.tokens))]))
	}
}

var (
	leading = regexp.MustCompile(`(?m)^\s*\* ?`)
	heading = regexp.MustCompile(`^-{20,} (.*?) -+$`)
)

func (p *headerParser) skipComments() {
	for len(p.tokens) > 0 && strings.HasPrefix(p.tokens[0], "/*") {
		text := strings.TrimSuffix(strings.TrimPrefix(p.tokens[0], "/*"), "*/")
		p.doc = strings.TrimSpace(leading.ReplaceAllString(text, ""))
		if m := heading.FindStringSubmatch(p.doc); m != nil {
			p.section = m[1]
		}
		p.tokens = p.tokens[1:]
	}
}

func (p *headerParser) enum() Enum {
	e := Enum{Doc: p.doc, Name: p.next()}
	_, found := splitMarks(e.Doc)
	refuseMarks(e.Name, found)
	p.expect("{")
	for {
		c := Constant{Name: p.next()}
		p.expect("=")
		c.Value = p.next()
		more := len(p.tokens) > 0 && p.tokens[0] == ","
		if more {
			p.next()
		}
		c.readMarks(e.Name, p.trailing())
		e.Constants = append(e.Constants, c)
		if !more {
			break
		}
	}
	p.expect("}")
	p.expect(";")
	return e
}

// readMarks takes the marks out of the comment behind a constant of an enumeration.
func (c *Constant) readMarks(enum, comment string) {
	var found []string
	c.Doc, found = splitMarks(comment)
	for _, m := range found {
		switch {
		case enum == errorEnum && c.Text == "" && textMark.MatchString(m):
			c.Text = m[1 : len(m)-1]
		case enum == columnEnum && m == "slow":
			c.Slow = true
		case enum == columnEnum && c.Type == "":
			c.Type = m
		default:
			refuseMarks(c.Name, []string{m})
		}
	}
}

// trailing reads the comment behind a field or constant, as one line.
func (p *headerParser) trailing() string {
	p.doc = ""
	p.skipComments()
	doc := strings.Join(strings.Fields(p.doc), " ")
	p.doc = ""
	return doc
}

func (p *headerParser) typedef(h *Header) {
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
	s := Struct{Name: name, Doc: p.doc}
	_, found := splitMarks(s.Doc)
	refuseMarks(name, found)
	for !p.accept("}") {
		f := p.param()
		p.expect(";")
		f.Doc, found = splitMarks(p.trailing())
		for _, m := range found {
			if m != "nullable" || f.Nullable {
				refuseMarks(name+"."+f.Name, []string{m})
			}
			f.Nullable = true
		}
		s.Fields = append(s.Fields, f)
	}
	p.expect(name)
	p.expect(";")
	h.Structs = append(h.Structs, s)
}

func (p *headerParser) function() Function {
	f := Function{Section: p.section}
	doc, found := splitMarks(p.doc)
	f.Doc = doc
	d := p.param()
	f.Returns, f.Name = d.Type, d.Name
	for _, m := range found {
		v := since.FindStringSubmatch(m)
		switch {
		case slices.Contains(kinds, Kind(m)) && f.Kind == "":
			f.Kind = Kind(m)
		case m == "nullable" && !f.Nullable:
			f.Nullable = true
		case v != nil && f.Since == "":
			f.Since = v[1]
		default:
			refuseMarks(f.Name, []string{m})
		}
	}
	if f.Kind == "" || f.Since == "" {
		panic(f.Name + " has no mark like [nonblocking, since 0.1] at the end of its comment")
	}
	f.Params = p.params()
	p.expect(";")
	return f
}

func (p *headerParser) params() (params []Param) {
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
func (p *headerParser) param() Param {
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
func (p *headerParser) typ() string {
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
