package impl

import "github.com/libpsutil/libpsutil/platform"

// OpenFiles returns the regular files that the process has open, by descriptor.
func (p *Process) OpenFiles() ([]platform.OpenFile, error) {
	files, err := p.proc.OpenFiles()
	return files, p.wrapError(err)
}

// NumFDs returns the number of open file descriptors.
func (p *Process) NumFDs() (int64, error) {
	n, err := p.proc.NumFDs()
	return n, p.wrapError(err)
}

// NumHandles returns the number of open handles.
func (p *Process) NumHandles() (int64, error) {
	n, err := p.proc.NumHandles()
	return n, p.wrapError(err)
}

// IOCounters returns how much the process has read and written.
func (p *Process) IOCounters() (platform.ProcessIOCounters, error) {
	counters, err := p.proc.IOCounters()
	return counters, p.wrapError(err)
}
