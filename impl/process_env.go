package impl

// Environ returns the environment that the process started with, as "NAME=value".
func (p *Process) Environ() ([]string, error) {
	environ, err := p.proc.Environ()
	return environ, p.wrapError(err)
}

// Cwd returns the working directory.
func (p *Process) Cwd() (string, error) {
	cwd, err := p.proc.Cwd()
	return cwd, p.wrapError(err)
}
