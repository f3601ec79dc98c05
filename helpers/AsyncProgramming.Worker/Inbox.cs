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
/// The calls that have come and not begun. A thread of its own reads them, whatever the worker is doing: so calls can be
/// taken back until they begin, and the pool's end is noticed at once.
/// </summary>
internal sealed class Inbox
{
    private readonly object _gate = new();
    private readonly LinkedList<Call> _calls = [];
    private readonly Dictionary<int, byte[]> _definitions = [];
    private readonly FrameReader _reader;
    private bool _finished;

    public Inbox(Socket fromPool, Socket toPool)
    {
        _reader = new FrameReader(fromPool);
        Answers = new Outbox(toPool);
        new Thread(Read) { Name = "inbox", IsBackground = true }.UnsafeStart();
    }

    /// <summary>What goes back to the pool.</summary>
    public Outbox Answers { get; }

    /// <summary>Waits for the next call, which has then begun.</summary>
    /// <returns>Whether there is one: false when no more will come.</returns>
    public bool TryTake(out Call call)
    {
        lock (_gate)
        {
            while (_calls.First is null && !_finished) Monitor.Wait(_gate);
            call = _calls.First?.Value ?? default;
            if (_calls.First is null) return false;
            _calls.RemoveFirst();
            return true;
        }
    }

    /// <summary>The reference to a method by its number, as JSON.</summary>
    public byte[] Definition(int method)
    {
        lock (_gate) return _definitions[method];
    }

    private void Read()
    {
        while (_reader.TryRead(out var header))
        {
            lock (_gate)
            {
                switch (header.Kind)
                {
                    case FrameKind.Define:
                        _definitions.Add((int)header.Id, _reader.Content.ToArray());
                        break;
                    case FrameKind.Call:
                        _calls.AddLast(new Call(header.Id, header.Value, _reader.Content.ToArray()));
                        if (_calls.Count == 1) Monitor.Pulse(_gate);
                        break;
                    case FrameKind.Recall:
                        Return(header.Id);
                        break;
                    case FrameKind.Finish:
                        _finished = true;
                        Monitor.Pulse(_gate);
                        break;
                    default:
                        throw new UnreachableException($"The pool sent a frame of kind {header.Kind}.");
                }
            }

            Answers.Flush();
        }

        // The pool keeps its sockets open as long as this process lives, so its own process is gone. Only a kill ends this
        // one whatever it is running.
        Process.GetCurrentProcess().Kill();
    }

    private void Return(long id)
    {
        var returned = _calls.Where(call => id == 0 || call.Id == id).ToArray();
        foreach (var call in returned) _calls.Remove(call);
        Answers.Add(
            FrameKind.Returned, id, content: MemoryMarshal.AsBytes<long>(returned.Select(call => call.Id).ToArray()));
    }
}
