# What a worker of Puma reports of itself, as JSON. The master has made a call before it forked.
require "fiddle"
require "json"

LIBRARY = Fiddle.dlopen(ENV.fetch("LIBRARY"))
PIDS = Fiddle::Function.new(LIBRARY["psutil_pids"], [Fiddle::TYPE_VOIDP], Fiddle::TYPE_INT)
FREE = Fiddle::Function.new(LIBRARY["psutil_free"], [Fiddle::TYPE_VOIDP], Fiddle::TYPE_VOID)

def pids
  out = Fiddle::Pointer.malloc(Fiddle::SIZEOF_VOIDP, Fiddle::RUBY_FREE)
  code = PIDS.call(out)
  raise "psutil_pids: #{code}" unless code.zero?
  len, items = out.ptr[0, 16].unpack("QQ")
  found = Fiddle::Pointer.new(items)[0, 8 * len].unpack("q*")
  FREE.call(out.ptr)
  found
end

IN_MASTER = pids.include?(Process.pid)

run(lambda do |_|
  answer = { worker: Process.pid, parent: Process.ppid, in_master: IN_MASTER, listed: pids.include?(Process.pid),
             child: `echo 7`.to_i }
  [200, { "content-type" => "application/json" }, [answer.to_json]]
end)
