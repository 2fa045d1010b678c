package platform

// Unsupported is a System whose methods return NotSupported. The package of an operating system embeds it and overrides
// what it implements. unsupported_gen.go has the methods that can fail.
type Unsupported struct{}

// UnsupportedProcess is the same for Process.
type UnsupportedProcess struct{}

var (
	_ System  = Unsupported{}
	_ Process = UnsupportedProcess{}
)

func unsupported(what string) error {
	return NewError(NotSupported, what, "not supported on this operating system")
}

func (Unsupported) Process(int64) Process { return UnsupportedProcess{} }
func (Unsupported) MaxNameLen() int       { return 0 }
func (Unsupported) NetNamespace() uint64  { return 0 }

func (UnsupportedProcess) SetCaching(bool) {}
