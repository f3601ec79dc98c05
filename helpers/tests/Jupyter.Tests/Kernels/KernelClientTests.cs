using System.Text.Json.Nodes;
using Jupyter.Kernels;
using Jupyter.Messaging;
using NetMQ;
using NetMQ.Sockets;

namespace Jupyter.Tests.Kernels;

/// <summary>The client, with a kernel's sockets in the test's own hands.</summary>
public sealed class KernelClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_first_request_that_gets_lost_is_asked_again()
    {
        using var shell = new RouterSocket();
        using var iopub = new PublisherSocket();
        var ports = FreePorts.Choose(2);
        var connection = new ConnectionInfo
        {
            ShellPort = shell.BindRandomPort("tcp://127.0.0.1"),
            IOPubPort = iopub.BindRandomPort("tcp://127.0.0.1"),
            ControlPort = ports[0],
            StdinPort = ports[1],
            Key = "secret",
        };
        using var client = new KernelClient(connection);
        var ready = client.WaitUntilReadyAsync(TestContext.Current.CancellationToken);

        Assert.NotEmpty(await ReceiveAsync(Patience)); // It is not answered.
        var format = new MessageFormat(connection.Key);
        while (!ready.IsCompleted)
        {
            var frames = await ReceiveAsync(TimeSpan.FromMilliseconds(50));
            if (frames.Count == 0) continue;
            var request = format.ReadFrames(frames);
            shell.SendMultipartMessage(Answer("kernel_info_reply", new JsonObject { ["banner"] = "here" }, request, [frames[0]]));
            iopub.SendMultipartMessage(Answer("status", new JsonObject { ["execution_state"] = "idle" }, request, [[]]));
        }

        Assert.Equal("here", (string?)(await ready)["banner"]);

        NetMQMessage Answer(string type, JsonObject content, Message request, byte[][] route) => format.Write(new Message
        {
            Identities = route,
            Header = MessageHeader.Create(type, "session", "kernel"),
            Parent = request.Header,
            Content = content,
        });

        Task<List<byte[]>> ReceiveAsync(TimeSpan patience) => Task.Run(() =>
        {
            NetMQMessage? frames = null;
            return shell.TryReceiveMultipartMessage(patience, ref frames) ? frames.Select(frame => frame.ToByteArray()).ToList() : [];
        });
    }
}
