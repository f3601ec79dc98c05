using System.Net.Sockets;
using AsyncProgramming.Charts;

namespace AsyncProgramming.Blocking;

/// <summary>
/// The ways in which one thread can call a <see cref="SlowServer"/>. Each sends its request, waits for the answer in its own
/// manner on the calling thread, records what that thread does on the lane <see cref="Lane"/>, and returns the answer with
/// the elapsed time and the processor time that the thread used. All members may be called from any thread.
/// </summary>
/// <remarks>
/// A call returns when the server has answered. It fails with an <see cref="EndOfStreamException"/> when the server closes
/// the connection instead, and with a <see cref="SocketException"/> when the connection is lost. A request is the text that
/// <see cref="SlowServer.Ask"/> takes.
/// </remarks>
public static class SlowCall
{
    /// <summary>The name of the timeline's lane for the calling thread.</summary>
    public const string Lane = "program";

    /// <summary>Synchronous blocking: a blocking <see cref="Socket.Receive(byte[])"/>.</summary>
    /// <param name="server">Whom to call.</param>
    /// <param name="request">What to ask for, e.g. <c>300 tea</c>.</param>
    /// <param name="recorder">Where to record the thread's states.</param>
    public static Measured<SlowCallResult> SyncBlocking(SlowServer server, string request, TimelineRecorder recorder) =>
        Run(server, request, recorder, socket =>
        {
            var answer = new Answer();
            using (recorder.Track(Lane, SpanState.Blocked, "Receive"))
            {
                while (!answer.IsComplete) answer.Add(socket.Receive(answer.Buffer));
            }

            return new SlowCallResult([answer.Text]);
        });

    /// <summary>
    /// Synchronous non-blocking: a socket whose <see cref="Socket.Blocking"/> is off, polled between pieces of other work.
    /// </summary>
    /// <param name="server">Whom to call.</param>
    /// <param name="request">What to ask for, e.g. <c>300 tea</c>.</param>
    /// <param name="recorder">Where to record the thread's states.</param>
    /// <param name="work">
    /// A piece of other work; the answer waits until it is done. Where none is given, the thread does nothing but poll.
    /// </param>
    public static Measured<SlowCallResult> SyncNonBlocking(
        SlowServer server, string request, TimelineRecorder recorder, Action? work = null) =>
        Run(server, request, recorder, socket =>
        {
            var answer = new Answer();
            var polls = 0;
            var pieces = 0;
            socket.Blocking = false;
            using (work is null ? recorder.Track(Lane, SpanState.Running, "poll") : null)
            {
                while (true)
                {
                    var count = socket.Receive(answer.Buffer, 0, answer.Buffer.Length, SocketFlags.None, out var error);
                    if (error == SocketError.Success) answer.Add(count);
                    else if (error != SocketError.WouldBlock) throw new SocketException((int)error);
                    if (answer.IsComplete) break;
                    polls++;
                    if (work is null) continue;
                    recorder.Mark(Lane, "poll");
                    using (recorder.Track(Lane, SpanState.Running, "work")) work();
                    pieces++;
                }
            }

            return new SlowCallResult([answer.Text], polls, pieces);
        });

    /// <summary>
    /// Asynchronous blocking: <see cref="Socket.ReceiveAsync(Memory{byte}, CancellationToken)"/> is started, then the thread
    /// waits for it and does nothing else.
    /// </summary>
    /// <param name="server">Whom to call.</param>
    /// <param name="request">What to ask for, e.g. <c>300 tea</c>.</param>
    /// <param name="recorder">Where to record the thread's states.</param>
    public static Measured<SlowCallResult> AsyncBlocking(SlowServer server, string request, TimelineRecorder recorder) =>
        Run(server, request, recorder, socket =>
        {
            var receiving = ReceiveAsync(socket);
            using (recorder.Track(Lane, SpanState.Blocked, "Wait"))
            {
                return new SlowCallResult([receiving.GetAwaiter().GetResult()]);
            }
        });

    /// <summary>
    /// Asynchronous non-blocking: <see cref="Socket.ReceiveAsync(Memory{byte}, CancellationToken)"/> is started, and other
    /// work goes on until its completion is announced.
    /// </summary>
    /// <param name="server">Whom to call.</param>
    /// <param name="request">What to ask for, e.g. <c>300 tea</c>.</param>
    /// <param name="recorder">Where to record the thread's states.</param>
    /// <param name="work">A piece of other work; the answer waits until it is done.</param>
    public static Measured<SlowCallResult> AsyncNonBlocking(
        SlowServer server, string request, TimelineRecorder recorder, Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Run(server, request, recorder, socket =>
        {
            var announced = 0;
            var pieces = 0;
            var receiving = ReceiveAsync(socket);
            // Announced by a thread of the pool: this one is busy, and so is its synchronization context, if it has one.
            receiving.ContinueWith(
                _ =>
                {
                    recorder.Mark(Lane, "announced");
                    Volatile.Write(ref announced, 1);
                },
                TaskScheduler.Default);
            while (Volatile.Read(ref announced) == 0)
            {
                using (recorder.Track(Lane, SpanState.Running, "work")) work();
                pieces++;
            }

            return new SlowCallResult([receiving.GetAwaiter().GetResult()], PiecesOfWork: pieces);
        });
    }

    /// <summary>
    /// Readiness: the thread is blocked, but on several sockets at once, in <see cref="Socket.Select(System.Collections.IList,
    /// System.Collections.IList, System.Collections.IList, TimeSpan)"/>, which returns when one of them has something to read.
    /// </summary>
    /// <param name="server">Whom to call.</param>
    /// <param name="requests">What to ask for, each on a connection of its own.</param>
    /// <param name="recorder">Where to record the thread's states.</param>
    public static Measured<SlowCallResult> Readiness(
        SlowServer server, IReadOnlyCollection<string> requests, TimelineRecorder recorder)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(recorder);
        return Measured.Run(() =>
        {
            var waiting = new Dictionary<Socket, Answer>();
            try
            {
                foreach (var request in requests)
                {
                    var socket = server.Ask(request);
                    waiting.Add(socket, new Answer());
                }

                var answers = new List<string>();
                while (waiting.Count > 0)
                {
                    // Select keeps in the list what is ready.
                    var ready = waiting.Keys.ToList();
                    using (recorder.Track(Lane, SpanState.Blocked, "Select"))
                        Socket.Select(ready, null, null, Timeout.InfiniteTimeSpan);
                    foreach (var socket in ready)
                    {
                        var answer = waiting[socket];
                        answer.Add(socket.Receive(answer.Buffer));
                        if (!answer.IsComplete) continue;
                        recorder.Mark(Lane, answer.Text);
                        answers.Add(answer.Text);
                        waiting.Remove(socket);
                        socket.Dispose();
                    }
                }

                return new SlowCallResult(answers);
            }
            finally
            {
                foreach (var socket in waiting.Keys) socket.Dispose();
            }
        });
    }

    private static Measured<SlowCallResult> Run(
        SlowServer server, string request, TimelineRecorder recorder, Func<Socket, SlowCallResult> call)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(recorder);
        return Measured.Run(() =>
        {
            using var socket = server.Ask(request);
            return call(socket);
        });
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var answer = new Answer();
        while (!answer.IsComplete) answer.Add(await socket.ReceiveAsync(answer.Buffer).ConfigureAwait(false));
        return answer.Text;
    }
}
