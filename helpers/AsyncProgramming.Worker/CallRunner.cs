using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using AsyncProgramming.Futures.Wire;

namespace AsyncProgramming.Worker;

/// <summary>Runs the calls of an <see cref="Inbox"/>, one after the other, on the calling thread.</summary>
internal sealed class CallRunner(Inbox inbox)
{
    private const int LargestKept = 1024 * 1024;
    private static readonly string[] OwnFrames =
        ["   at System.Reflection.MethodInvoker.", "   at InvokeStub_", $"   at {typeof(CallRunner).Namespace}."];

    private readonly Dictionary<int, RemoteTarget> _targets = [];
    private ArrayBufferWriter<byte> _result = new();

    /// <summary>Returns when no more calls will come and all answers are sent.</summary>
    public void Run()
    {
        using var writer = new Utf8JsonWriter(_result);
        while (inbox.TryTake(out var call))
        {
            var start = Stopwatch.GetTimestamp();
            var kind = Run(call, writer);
            var microseconds = Math.Min(int.MaxValue, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            inbox.Answers.Add(kind, call.Id, (int)microseconds, _result.WrittenSpan);
            inbox.Answers.Flush();
        }

        inbox.Answers.WaitUntilSent();
    }

    private FrameKind Run(Call call, Utf8JsonWriter writer)
    {
        if (_result.Capacity > LargestKept) _result = new ArrayBufferWriter<byte>();
        try
        {
            _result.ResetWrittenCount();
            if (!_targets.TryGetValue(call.Method, out var target))
                _targets.Add(call.Method, target = RemoteTarget.Find(inbox.Definition(call.Method)));
            writer.Reset(_result);
            target.Call(call.Arguments, writer);
            writer.Flush();
            return FrameKind.Result;
        }
#pragma warning disable CA1031 // Whatever the call throws belongs to the call, and must not end the worker.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _result.ResetWrittenCount();
            var type = e.GetType();
            _result.Write(new RemoteFault(type.FullName!, type.AssemblyQualifiedName!, e.Message, Describe(e)).Encode());
            return FrameKind.Fault;
        }
    }

    // Without the frames that only tell how the worker makes a call.
    private static string Describe(Exception exception) => string.Join(
        Environment.NewLine,
        exception.ToString().Split(Environment.NewLine).Where(line => !OwnFrames.Any(line.StartsWith)));
}
