using System.Collections.Concurrent;

namespace AsyncProgramming.Tests.EventLoops;

/// <summary>A second thread that does what it is told, while the first waits: two threads, and still one order.</summary>
internal sealed class OtherThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    public OtherThread()
    {
        _thread = new Thread(() =>
        {
            foreach (var work in _work.GetConsumingEnumerable()) work();
        });
        _thread.Start();
    }

    public T Run<T>(Func<T> function)
    {
        var result = new TaskCompletionSource<T>();
        _work.Add(() => result.SetResult(function()));
        return result.Task.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }
}
