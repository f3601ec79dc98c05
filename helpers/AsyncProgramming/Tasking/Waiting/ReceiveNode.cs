using System.Threading.Tasks.Sources;
using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tasking.Waiting;

/// <summary>A wait for a value that is an object of its own.</summary>
internal class ReceiveNode<T>(EventLoop loop, WaitLine line) : WaitNode(loop, line), IValueTaskSource<T>
{
    /// <summary>What has come.</summary>
    public T Value { get; set; } = default!;

    public T GetValue()
    {
        GetResult(0);
        return Value;
    }

    T IValueTaskSource<T>.GetResult(short token) => GetValue();
}
