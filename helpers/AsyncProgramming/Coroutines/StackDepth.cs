using System.Runtime.CompilerServices;

namespace AsyncProgramming.Coroutines;

/// <summary>How deep calls can nest before a thread's stack is used up. It may be called from any thread.</summary>
public static class StackDepth
{
    /// <summary>
    /// Calls a small method that calls itself, on a thread of its own, until little of the thread's stack is left.
    /// </summary>
    /// <param name="stackSize">
    /// The stack's size in bytes, or 0 for the size that a thread has unless somebody asks for another one. An operating
    /// system rounds it up, and may give a larger one that it has at hand.
    /// </param>
    /// <returns>
    /// How many calls were nested, and the bytes of stack between the first of them and the last. What the runtime keeps
    /// in reserve is not among them.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stackSize"/> is negative.</exception>
    public static (int Calls, long Bytes) Measure(int stackSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stackSize);
        var result = default((int, long));
        var thread = new Thread(() => result = Descend(), stackSize) { IsBackground = true };
        thread.Start();
        thread.Join();
        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (int Calls, long Bytes) Descend()
    {
        var top = (byte)0;
        nint end = 0;
        var calls = Descend(ref end);
        return (calls, Math.Abs(AddressOf(ref top) - end));
    }

    // Optimised at its first call, so that its frame has one size in every run. The addition after the call keeps the frame
    // in use until the call has returned.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Descend(ref nint end)
    {
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack()) return 1 + Descend(ref end);
        var last = (byte)0;
        end = AddressOf(ref last);
        return 1;
    }

    private static nint AddressOf(ref byte place) => Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref place);
}
