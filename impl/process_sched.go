package impl

import "github.com/libpsutil/libpsutil/platform"

// SetNice sets the niceness; on Windows the priority class.
func (p *Process) SetNice(value int32) error {
	return p.withIdentity(func(id platform.Identity) error { return p.proc.SetNice(id, value) })
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
