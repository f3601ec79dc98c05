using System.Runtime.ExceptionServices;

namespace AsyncProgramming.Coroutines;

/// <summary>
/// A generator-style coroutine: a C# iterator that stops at every <c>yield return</c> and goes on when its owner
/// resumes it, with values in both directions. It has Python's generator methods (PEP 342) on .NET's terms:
/// <c>next</c> is <see cref="Next"/>, <c>send</c> <see cref="Send"/>, <c>throw</c> <see cref="Throw"/> and
/// <c>close</c> <see cref="Close"/>. The yielded value is in <see cref="Current"/>, and the end is a return value
/// of <see langword="false"/> where Python raises <c>StopIteration</c>.
/// </summary>
/// <remarks>
/// <para>The type parameters are those of Python's <c>typing.Generator[YieldType, SendType, ReturnType]</c>.</para>
/// <para>The body runs on the thread that resumes it. Any thread may do so, one at a time; resuming a coroutine
/// that is running, from its own body or from another thread, is an error and changes nothing.</para>
/// <para>Two differences from Python. An exception thrown in reaches the body at its next
/// <see cref="CoroutineContext{TSend, TResult}.Receive"/>, for a <c>yield return</c> cannot throw. And a
/// <c>yield return</c> may not stand in a <c>try</c> that has a <c>catch</c> (CS1626), nor in a <c>finally</c>
/// (CS1625): so a body catches around <c>Receive</c>, and can never refuse to be closed.</para>
/// </remarks>
/// <typeparam name="TYield">What the body yields.</typeparam>
/// <typeparam name="TSend">What the owner sends.</typeparam>
/// <typeparam name="TResult">What the body leaves when it is done.</typeparam>
/// <example>
/// <code>
/// IEnumerable&lt;double&gt; Average(CoroutineContext&lt;double, int&gt; context)
/// {
///     for (var (sum, n) = (0.0, 0); ; sum += context.Receive(), n++) yield return sum / Math.Max(n, 1);
/// }
///
/// using var average = new Coroutine&lt;double, double, int&gt;(Average);
/// average.Next();     // to the first yield
/// average.Send(10);   // average.Current is 10
/// average.Send(20);   // average.Current is 15
/// </code>
/// </example>
public sealed class Coroutine<TYield, TSend, TResult> : ICoroutine
{
    private readonly CoroutineContext<TSend, TResult> _context = new();
    private readonly Func<CoroutineContext<TSend, TResult>, IEnumerable<TYield>> _body;
    private IEnumerator<TYield>? _iterator;
    private volatile CoroutineState _state;

    /// <summary>Makes a coroutine. Nothing of its body runs before the first <see cref="Next"/>.</summary>
    /// <param name="body">The body: an iterator method, which is given its context.</param>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    public Coroutine(Func<CoroutineContext<TSend, TResult>, IEnumerable<TYield>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        _body = body;
    }

    /// <inheritdoc/>
    public CoroutineState State => _state;

    /// <summary>The value that the body has yielded last.</summary>
    /// <exception cref="InvalidOperationException">
    /// The coroutine is not suspended at a <c>yield return</c>.
    /// </exception>
    public TYield Current => _state == CoroutineState.Suspended
        ? _iterator!.Current
        : throw new InvalidOperationException(
            $"There is no current value: the coroutine is not suspended at a yield return, it is {Named(_state)}.");

    /// <summary>What the body left: the value of Python's <c>StopIteration</c>.</summary>
    /// <exception cref="InvalidOperationException">The body has not run to its end.</exception>
    public TResult? Result => _state == CoroutineState.Completed
        ? _context.Result
        : throw new InvalidOperationException(
            $"There is no result: the body has not run to its end, the coroutine is {Named(_state)}.");

    /// <summary>
    /// Runs the body to its next <c>yield return</c>, on the calling thread, and brings it no value. An exception
    /// that leaves the body comes out here, and ends the coroutine.
    /// </summary>
    /// <inheritdoc/>
    public bool Next()
    {
        Enter();
        _context.BringNothing();
        return Resume();
    }

    /// <summary>
    /// Resumes the body with a value, which it takes with its context's <c>Receive</c>; for the rest like <see
    /// cref="Next"/>.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <returns><see langword="true"/> where the body has stopped at a <c>yield return</c>; <see langword="false"/>
    /// where it ran to its end.</returns>
    /// <exception cref="InvalidOperationException">
    /// The coroutine has not started (no <c>yield return</c> waits for a value yet), has ended, or is running.
    /// </exception>
    public bool Send(TSend value)
    {
        var before = Enter();
        if (before == CoroutineState.Created)
        {
            _state = before;
            throw new InvalidOperationException(
                "A value cannot be sent to a coroutine that has not started: no yield return waits for it yet. "
                + "Call Next() first, which runs the body to its first yield return.");
        }

        _context.Bring(value);
        return Resume();
    }

    /// <summary>
    /// Resumes the body with an exception, which its next <c>Receive</c> or <c>TryReceive</c> raises. A body that
    /// catches it goes on. One that does not take it up before its next <c>yield return</c> or its end is closed,
    /// and the exception comes out here: it is never lost. A coroutine that has not started ends at once, without
    /// running.
    /// </summary>
    /// <param name="exception">The exception.</param>
    /// <returns><see langword="true"/> where the body has stopped at a <c>yield return</c>; <see langword="false"/>
    /// where it ran to its end.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The coroutine has ended, or is running.</exception>
    /// <exception cref="Exception">The exception that was thrown in, where the body did not catch it.</exception>
    public bool Throw(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (Enter() == CoroutineState.Created)
        {
            _state = CoroutineState.Closed;
            ExceptionDispatchInfo.Throw(exception);
        }

        _context.BringNothing();
        _context.Thrown = exception;
        return Resume();
    }

    /// <summary>
    /// Ends the coroutine where it stands: the <c>finally</c> blocks and <c>using</c> statements around its
    /// <c>yield return</c> run, on the calling thread, and nothing else of its body. Without effect on one that has
    /// ended.
    /// </summary>
    /// <exception cref="InvalidOperationException">The coroutine is running.</exception>
    public void Close()
    {
        if (_state is CoroutineState.Completed or CoroutineState.Closed) return;
        Enter();
        End(CoroutineState.Closed);
    }

    /// <summary>The same as <see cref="Close"/>.</summary>
    void IDisposable.Dispose() => Close();

    // From here the body is this thread's alone: of two that resume at once, one gets in and the other an error.
    private CoroutineState Enter()
    {
        var state = _state;
        if (state is CoroutineState.Created or CoroutineState.Suspended
            && Interlocked.CompareExchange(ref _state, CoroutineState.Running, state) == state)
            return state;

        throw new InvalidOperationException(_state is CoroutineState.Completed or CoroutineState.Closed
            ? $"The coroutine cannot be resumed: it is {Named(_state)}. Make a new one to run the body again."
            : "The coroutine is running already: neither its own body nor another thread can resume or close it.");
    }

    private bool Resume()
    {
        var left = CoroutineState.Closed;
        try
        {
            _iterator ??= _body(_context).GetEnumerator();
            var yielded = _iterator.MoveNext();
            if (_context.Thrown is { } ignored) ExceptionDispatchInfo.Throw(ignored);
            left = yielded ? CoroutineState.Suspended : CoroutineState.Completed;
            return yielded;
        }
        finally
        {
            if (left == CoroutineState.Suspended) _state = left;
            else End(left);
        }
    }

    private void End(CoroutineState state)
    {
        try
        {
            _iterator?.Dispose();
        }
        finally
        {
            _iterator = null;
            _context.Thrown = null;
            _state = state;
        }
    }

    private static string Named(CoroutineState state) => state switch
    {
        CoroutineState.Created => "not started",
        CoroutineState.Running => "running",
        CoroutineState.Suspended => "suspended",
        CoroutineState.Completed => "completed",
        _ => "closed",
    };
}
