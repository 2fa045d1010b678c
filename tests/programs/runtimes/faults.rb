# A stack overflow is a SIGSEGV on an alternate stack, which Ruby turns into an exception. Threads, timers and children go
# on beside it.
require "fiddle"
require "timeout"

def overflow(depth)
  overflow(depth + 1) + 1
end

def first_call
  library = Fiddle.dlopen(ENV.fetch("LIBRARY"))
  boot_time = Fiddle::Function.new(library["psutil_boot_time"], [Fiddle::TYPE_VOIDP], Fiddle::TYPE_INT)
  out = Fiddle::Pointer.malloc(8, Fiddle::RUBY_FREE)
  -> { boot_time.call(out).zero? }
end

call = ARGV.empty? ? -> { true } : first_call
exit 3 unless call.call

caught = 0
5.times do
  begin
    overflow(0)
  rescue SystemStackError
    caught += 1
  end
  Thread.new do
    overflow(0)
  rescue SystemStackError
    caught += 1
  end.join
  begin
    Timeout.timeout(0.01) { loop { call.call } }
  rescue Timeout::Error
    caught += 1
  end
  pid = fork { exit!(call.call ? 0 : 1) }
  _, status = Process.wait2(pid)
  caught += 1 if status.success?
  GC.start
end
abort "caught #{caught}" unless caught == 20 && call.call
puts "went on"
