package impl

import "github.com/libpsutil/libpsutil/platform"

// Nice returns the niceness; on Windows the priority class.
func (p *Process) Nice() (int32, error) {
	nice, err := p.proc.Nice()
	return nice, p.wrapError(err)
}

// SetNice sets the niceness; on Windows the priority class.
func (p *Process) SetNice(value int32) error {
	return p.withIdentity(func(id platform.Identity) error { return p.proc.SetNice(id, value) })
}

// IONice returns the priority for input and output.
func (p *Process) IONice() (platform.IONice, error) {
	nice, err := p.proc.IONice()
	return nice, p.wrapError(err)
}

// SetIONice sets the priority for input and output.
func (p *Process) SetIONice(nice platform.IONice) error {
	return p.withIdentity(func(id platform.Identity) error { return p.proc.SetIONice(id, nice) })
}

// RLimit returns the limits on a resource.
func (p *Process) RLimit(resource int32) (platform.RLimit, error) {
	limits, err := p.proc.RLimit(resource)
	return limits, p.wrapError(err)
}

// SetRLimit sets the limits on a resource.
func (p *Process) SetRLimit(resource int32, limits platform.RLimit) error {
	return p.withIdentity(func(id platform.Identity) error { return p.proc.SetRLimit(id, resource, limits) })
}

// CPUAffinity returns the CPUs that the process may run on, ascending.
func (p *Process) CPUAffinity() ([]int64, error) {
	cpus, err := p.proc.CPUAffinity()
	return cpus, p.wrapError(err)
}

// SetCPUAffinity binds the process to CPUs; without any, to all that it may use.
func (p *Process) SetCPUAffinity(cpus []int64) error {
	return p.withIdentity(func(id platform.Identity) error { return p.proc.SetCPUAffinity(id, cpus) })
}

// CPUNum returns the CPU that the process ran on last.
func (p *Process) CPUNum() (int64, error) {
	cpu, err := p.proc.CPUNum()
	if err == nil && cpu == platform.NA {
		err = notReported("cpu_num")
	}
	return cpu, p.wrapError(err)
}

// NumCtxSwitches returns the number of context switches.
func (p *Process) NumCtxSwitches() (platform.CtxSwitches, error) {
	switches, err := p.proc.NumCtxSwitches()
	return switches, p.wrapError(err)
}
