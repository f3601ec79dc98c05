namespace AsyncProgramming.Tasking;

/// <summary>The waits of the loops on this thread that are over, for use again.</summary>
internal static class SocketWaitPool<T>
    where T : SocketWait, new()
{
    private const int Capacity = 256;

    [ThreadStatic]
    private static Stack<T>? _idle;

    public static T Take() => _idle is not null && _idle.TryPop(out var wait) ? wait : new T();

    public static void Return(T wait)
    {
        _idle ??= new Stack<T>();
        if (_idle.Count < Capacity) _idle.Push(wait);
    }
}
