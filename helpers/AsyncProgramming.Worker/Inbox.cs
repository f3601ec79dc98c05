using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using AsyncProgramming.Futures.Wire;

namespace AsyncProgramming.Worker;

/// <summary>A call that the pool has sent.</summary>
/// <param name="Id">The pool's number for it.</param>
/// <param name="Method">The number of its method.</param>
/// <param name="Arguments">Its arguments, a JSON array.</param>
internal readonly record struct Call(long Id, int Method, byte[] Arguments);

/// <summary>
/// The calls that have come and not begun. Whoever takes a call reads it from the socket itself, so that a short call never
/// passes from thread to thread. While a call is long, a thread of its own reads instead: so calls can be taken back until
/// they begin, and the pool's end is noticed, whatever the worker is doing.
/// </summary>
internal sealed class Inbox
{
    // What has begun and not ended between two looks of the watcher is long.
    private const int MillisecondsBetweenLooks = 1;

    // The watcher sleeps after so many looks at which no call had begun.
    private const int LooksBeforeSleep = 100;

    // 100 µs: between short calls it is looked so often whether some are to be given back.
    private static readonly long LongestUnread = Stopwatch.Frequency / 10_000;

    private readonly object _gate = new();
    private readonly LinkedList<Call> _calls = [];
    private readonly Dictionary<int, byte[]> _definitions = [];
    private readonly FrameReader _reader;
    private long _lastRead;
    private long _begun;
    private bool _isRunning;
    private bool _finished;
    private bool _watcherReads;
    private bool _watcherSleeps;

    public Inbox(Socket fromPool, Socket toPool)
    {
        _reader = new FrameReader(fromPool);
        Answers = new Outbox(toPool);
        new Thread(Watch) { Name = "inbox", IsBackground = true }.UnsafeStart();
    }

    /// <summary>What goes back to the pool.</summary>
    public Outbox Answers { get; }

    /// <summary>Waits for the next call, which has then begun; the one before has ended.</summary>
    /// <returns>Whether there is one: false when no more will come.</returns>
    public bool TryTake(out Call call)
    {
        while (true)
        {
            lock (_gate)
            {
                _isRunning = false;
                while (_watcherReads && _calls.First is null && !_finished) Monitor.Wait(_gate);
                if (_calls.First is { } first && (_watcherReads || !MustRead()))
                {
                    call = first.Value;
                    _calls.RemoveFirst();
                    _isRunning = true;
                    _begun++;
                    if (_watcherSleeps) Monitor.PulseAll(_gate);
                    return true;
                }

                if (_finished && _calls.First is null)
                {
                    call = default;
                    return false;
                }
            }

            Read();
        }
    }

    /// <summary>The reference to a method by its number, encoded.</summary>
    public byte[] Definition(int method)
    {
        lock (_gate) return _definitions[method];
    }

    // Whether something may have come that says which calls must not begin.
    private bool MustRead() => Stopwatch.GetTimestamp() - _lastRead > LongestUnread && _reader.HasCome;

    // Only one thread at a time comes here.
    private void Read()
    {
        do
        {
            if (!_reader.TryRead(out var header))
            {
                // The pool keeps its sockets open as long as this process lives, so its own process is gone. Only a kill
                // ends this one whatever it is running.
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            }

            lock (_gate) Take(header);
        }
        while (_reader.HasFrame);

        _lastRead = Stopwatch.GetTimestamp();
        Answers.Flush();
    }

    private void Take(FrameHeader header)
    {
        switch (header.Kind)
        {
            case FrameKind.Define:
                _definitions.Add((int)header.Id, _reader.Content.ToArray());
                break;
            case FrameKind.Call:
                _calls.AddLast(new Call(header.Id, header.Value, _reader.Content.ToArray()));
                break;
            case FrameKind.Recall:
                Return(header.Id);
                break;
            case FrameKind.Finish:
                _finished = true;
                break;
            default:
                throw new UnreachableException($"The pool sent a frame of kind {header.Kind}.");
        }
    }

    private void Return(long id)
    {
        var returned = new List<long>();
        for (var node = _calls.First; node is not null;)
        {
            var next = node.Next;
            if (id == 0 || node.Value.Id == id)
            {
                returned.Add(node.Value.Id);
                _calls.Remove(node);
            }

            node = next;
        }

        Answers.Add(FrameKind.Returned, id, content: MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(returned)));
    }

    private void Watch()
    {
        while (true)
        {
            var longCall = WaitForLongCall();
            do
            {
                Read();
            }
            while (!TryStopReading(longCall));
        }
    }

    // Starts reading for the call's whole length.
    private long WaitForLongCall()
    {
        var seen = 0L;
        var quietLooks = 0;
        while (true)
        {
            lock (_gate)
            {
                if (_isRunning && _begun == seen)
                {
                    _watcherReads = true;
                    return seen;
                }

                quietLooks = _begun == seen ? quietLooks + 1 : 0;
                if (quietLooks > LooksBeforeSleep)
                {
                    quietLooks = 0;
                    _watcherSleeps = true;
                    while (!_isRunning) Monitor.Wait(_gate);
                    _watcherSleeps = false;
                }

                seen = _begun;
            }

            Thread.Sleep(MillisecondsBetweenLooks);
        }
    }

    private bool TryStopReading(long longCall)
    {
        lock (_gate)
        {
            if (_isRunning && _begun == longCall) return false;
            _watcherReads = false;
            Monitor.PulseAll(_gate);
            return true;
        }
    }
}
