using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace AsyncProgramming.Coroutines;

/// <summary>
/// The body's side of a <see cref="Coroutine{TYield, TSend, TResult}"/>. A C# iterator can only pass values out;
/// through its context the body takes what was sent in, and leaves its result.
/// </summary>
/// <remarks>
/// In Python <c>yield</c> is an expression: <c>x = yield y</c>. In C# it is a statement, so the same takes two:
/// <c>yield return y; var x = context.Receive();</c>. For use by the body alone, while it runs.
/// </remarks>
/// <typeparam name="TSend">What the owner sends.</typeparam>
/// <typeparam name="TResult">What the body leaves when it is done.</typeparam>
public sealed class CoroutineContext<TSend, TResult>
{
    private bool _hasValue;
    private TSend? _value;

    internal CoroutineContext()
    {
    }

    /// <summary>
    /// What the coroutine is to result in, Python's <c>return value</c> in a generator: set it before the body
    /// ends. The type's default where the body sets none.
    /// </summary>
    public TResult? Result { get; set; }

    /// <summary>The exception that the owner threw in, until the body has met it.</summary>
    internal Exception? Thrown { get; set; }

    /// <summary>Takes the value that the body was resumed with.</summary>
    /// <returns>The value. Asked again before the next <c>yield return</c>, the same one.</returns>
    /// <exception cref="InvalidOperationException">The body was resumed without a value.</exception>
    /// <exception cref="Exception">The owner threw this exception in; it is raised here, once.</exception>
    public TSend Receive() => TryReceive(out var value)
        ? value
        : throw new InvalidOperationException(
            "There is no value to receive: the coroutine was resumed with Next(). Resume it with Send(value), or "
            + "take the value with TryReceive where there may be none.");

    /// <summary>Takes the value that the body was resumed with, if there is one.</summary>
    /// <param name="value">The value; the type's default where there is none.</param>
    /// <returns>Whether the body was resumed with a value.</returns>
    /// <exception cref="Exception">The owner threw this exception in; it is raised here, once.</exception>
    public bool TryReceive([MaybeNullWhen(false)] out TSend value)
    {
        if (Thrown is { } exception)
        {
            Thrown = null;
            ExceptionDispatchInfo.Throw(exception);
        }

        value = _value;
        return _hasValue;
    }

    internal void Bring(TSend value) => (_hasValue, _value) = (true, value);

    internal void BringNothing() => (_hasValue, _value) = (false, default);
}
