using System.Diagnostics;
using System.IO.Pipes;

namespace Benchmarks.Limits;

/// <summary>What the operating system takes for the pieces that every pool of threads or processes is made of.</summary>
internal static class SystemLimits
{
    public static IEnumerable<Figure> Measure()
    {
        yield return new Figure(
            "pipe_ns", LimitFigures.Nanoseconds(10_000, WriteAndRead), Unit.Nanoseconds, "a byte into a pipe and out again, on one thread");
        yield return new Figure(
            "thread_start_us", LimitFigures.Nanoseconds(100, StartThreads) / 1e3, Unit.Microseconds, "starting a thread and waiting for its end");
        yield return new Figure(
            "thread_handover_us", LimitFigures.Nanoseconds(10_000, HandOver) / 1e3, Unit.Microseconds, "waking another thread, and being woken by it");

        var start = Stopwatch.GetTimestamp();
        using var echo = new EchoProcess();
        echo.Receive();
        yield return new Figure(
            "process_start_s", Stopwatch.GetElapsedTime(start).TotalSeconds, Unit.Seconds, "starting a .NET process, to its first byte");
        yield return new Figure(
            "process_handover_us", LimitFigures.Nanoseconds(2_000, echo.SendAndReceive) / 1e3, Unit.Microseconds,
            "a byte to another process over a pipe, and back");
    }

    private static void WriteAndRead(int count)
    {
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        for (var i = 0; i < count; i++)
        {
            writer.WriteByte(0);
            reader.ReadByte();
        }
    }

    private static void StartThreads(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var thread = new Thread(() => { });
            thread.Start();
            thread.Join();
        }
    }

    private static void HandOver(int count)
    {
        using var there = new AutoResetEvent(false);
        using var back = new AutoResetEvent(false);
        var other = new Thread(() =>
        {
            for (var i = 0; i < count; i++)
            {
                there.WaitOne();
                back.Set();
            }
        });
        other.Start();
        for (var i = 0; i < count; i++)
        {
            there.Set();
            back.WaitOne();
        }

        other.Join();
    }
}
