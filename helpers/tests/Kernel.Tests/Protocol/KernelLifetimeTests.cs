using System.Text.Json.Nodes;
using Jupyter.Kernels;
using Jupyter.Messaging;
using NetMQ;
using NetMQ.Sockets;

namespace Kernel.Tests.Protocol;

/// <summary>How a kernel process starts and ends. Each test has one of its own.</summary>
public sealed class KernelLifetimeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_shuts_down_when_asked_though_a_cells_threads_never_end(bool restart)
    {
        await using var kernel = await StartAsync(RunningKernel.Spec);
        await kernel.Client.ExecuteAsync(
            "for (var i = 0; i < 3; i++) new System.Threading.Thread(() => { while (true) try { System.Threading.Thread.Sleep(1000); } catch { } }).Start();",
            cancellation: Cancellation);

        var reply = await kernel.Client.RequestAsync(
            KernelChannel.Control, "shutdown_request", new JsonObject { ["restart"] = restart }, Cancellation);

        Assert.Equal(restart, (bool?)reply["restart"]);
        Assert.Equal(0, await kernel.Exited.WaitAsync(RunningKernel.Patience, Cancellation));
    }

    [Fact]
    public async Task It_leaves_no_temporary_folder_when_it_is_shut_down_while_it_fetches_packages()
    {
        var folder = Directory.CreateTempSubdirectory("csharp-kernel-test-");
        try
        {
            var places = new[] { "TMPDIR", "TEMP", "TMP" }.ToDictionary(name => name, _ => folder.FullName);
            await using var kernel = await StartAsync(RunningKernel.Spec with { Environment = places });
            var cell = kernel.Client.ExecuteAsync("#r \"nuget: Markdig\"\n1", cancellation: Cancellation);
            Assert.True(SpinWait.SpinUntil(
                () => cell.IsCompleted || folder.GetFiles("*.csproj", SearchOption.AllDirectories).Length > 0, RunningKernel.Patience));
            Assert.False(cell.IsCompleted);

            await kernel.Client.RequestAsync(KernelChannel.Control, "shutdown_request", [], Cancellation);

            Assert.Equal(0, await kernel.Exited.WaitAsync(RunningKernel.Patience, Cancellation));
            Assert.Empty(folder.GetDirectories("csharp-kernel-*"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("async void Fail() { await Task.Yield(); throw new Exception(\"alone\"); } Fail(); while (!failed) System.Threading.Thread.Sleep(1);")]
    [InlineData("using System.Threading; var timer = new Timer(_ => throw new Exception(\"alone\"), null, 0, -1); while (!failed) Thread.Sleep(1);")]
    [InlineData("System.Threading.ThreadPool.UnsafeQueueUserWorkItem(_ => throw new Exception(\"alone\"), null); while (!failed) System.Threading.Thread.Sleep(1);")]
    [InlineData("class Failing { ~Failing() => throw new Exception(\"alone\"); } void Make() => new Failing(); Make(); while (!failed) { GC.Collect(); System.Threading.Thread.Sleep(1); }")]
    public async Task An_exception_that_no_one_can_catch_is_told_of_and_the_session_goes_on(string failing)
    {
        await using var kernel = await StartAsync(RunningKernel.Spec);
        var said = new TaskCompletionSource();
        await kernel.Client.ExecuteAsync("var failed = false; var before = 5;", cancellation: Cancellation);
        var cell = kernel.Client.ExecuteAsync(
            failing,
            message =>
            {
                if (message.Type == "stream" && $"{message.Content["text"]}".Contains("System.Exception: alone", StringComparison.Ordinal))
                    said.TrySetResult();
            },
            Cancellation);
        await said.Task.WaitAsync(RunningKernel.Patience, Cancellation);
        await kernel.InterruptAsync(Cancellation);
        await cell.WaitAsync(RunningKernel.Patience, Cancellation);

        Assert.Equal("ok", (await kernel.Client.ExecuteAsync("if (before != 5) throw new Exception();", cancellation: Cancellation)).Status);
    }

    [Theory]
    [InlineData("Environment.Exit(3);", 3)]
    [InlineData("Environment.FailFast(\"enough\");", null)]
    [InlineData("unsafe void Overflow() { var p = stackalloc byte[1 << 26]; p[0] = 1; } Overflow();", null)]
    public async Task What_must_end_the_process_ends_it_at_once(string code, int? exitCode)
    {
        await using var kernel = await StartAsync(RunningKernel.Spec);
        _ = kernel.Client.ExecuteAsync(code, cancellation: Cancellation);

        var exited = await kernel.Exited.WaitAsync(RunningKernel.Patience, Cancellation);

        if (exitCode is null) Assert.NotEqual(0, exited);
        else Assert.Equal(exitCode, exited);
    }

    [Fact]
    public async Task A_signal_interrupts_a_cell()
    {
        await using var kernel = await StartAsync(RunningKernel.Spec with { InterruptMode = "signal" });
        var started = new TaskCompletionSource();
        var cell = kernel.Client.ExecuteAsync(
            "display(0); while (true) ;",
            message =>
            {
                if (message.Type == "display_data") started.SetResult();
            },
            Cancellation);
        await started.Task.WaitAsync(RunningKernel.Patience, Cancellation);
        await kernel.InterruptAsync(Cancellation);

        Assert.Equal("Interrupted", (string?)(await cell.WaitAsync(RunningKernel.Patience, Cancellation)).Content["ename"]);
        Assert.Equal("ok", (await kernel.Client.ExecuteAsync("1", cancellation: Cancellation)).Status);
    }

    [Fact]
    public async Task It_ends_with_the_process_that_started_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There the parent is told by a handle that only a real parent can pass on.");
        await using var parent = await StartAsync(RunningKernel.Spec);
        using var connection = new ConnectionFileOfAKernel();
        using var kernel = connection.Start(parentId: parent.Id);
        using (var request = new RequestSocket(connection.Connection.Endpoint(connection.Connection.HeartbeatPort)))
        {
            request.SendFrame("Do you live?");
            Assert.True(request.TryReceiveFrameString(RunningKernel.Patience, out _));
        }

        await parent.KillAsync();

        await kernel.WaitForExitAsync(Cancellation).WaitAsync(RunningKernel.Patience, Cancellation);
        Assert.Equal(0, kernel.ExitCode);
    }

    [Fact]
    public async Task Messages_that_are_not_signed_or_no_messages_are_dropped_and_told_of()
    {
        using var file = new ConnectionFileOfAKernel();
        using var process = file.Start();
        var format = new MessageFormat(file.Connection.Key);
        using var shell = new DealerSocket(file.Connection.Endpoint(file.Connection.ShellPort));
        var request = new Message { Header = MessageHeader.Create("kernel_info_request", "session") };

        shell.SendMultipartMessage(new MessageFormat("wrong").Write(request));
        shell.SendMoreFrame("<IDS|MSG>").SendFrame("nothing");
        shell.SendFrame("nothing at all");
        shell.SendMultipartMessage(format.Write(request));
        NetMQMessage? reply = null;

        Assert.True(shell.TryReceiveMultipartMessage(RunningKernel.Patience, ref reply));
        Assert.Equal("kernel_info_reply", format.Read(reply!).Type);
        process.Kill();
        var log = (await process.StandardError.ReadToEndAsync(Cancellation)).ReplaceLineEndings("\n");
        Assert.Equal(
            "C# kernel: A message was dropped: the signature is wrong.\n"
            + "C# kernel: A message was dropped: the frames of a message are missing.\n"
            + "C# kernel: A message was dropped: the frames of a message are missing.\n",
            log);
    }

    [Fact]
    public async Task Of_messages_that_are_dropped_without_end_the_log_tells_the_first_and_then_the_number()
    {
        using var file = new ConnectionFileOfAKernel();
        using var process = file.Start();
        var format = new MessageFormat(file.Connection.Key);
        using var control = new DealerSocket(file.Connection.Endpoint(file.Connection.ControlPort));

        for (var i = 0; i < 234; i++) control.SendFrame("nothing");
        control.SendMultipartMessage(format.Write(new Message { Header = MessageHeader.Create("shutdown_request", "session") }));

        var log = (await process.StandardError.ReadToEndAsync(Cancellation)).ReplaceLineEndings("\n");
        Assert.Equal(
            string.Concat(Enumerable.Repeat("C# kernel: A message was dropped: the frames of a message are missing.\n", 5))
            + "C# kernel: 10 messages were dropped so far, the last one because the frames of a message are missing.\n"
            + "C# kernel: 100 messages were dropped so far, the last one because the frames of a message are missing.\n"
            + "C# kernel: 234 messages were dropped in all.\n",
            log);
    }

    [Fact]
    public async Task Ten_thousand_random_messages_on_every_socket_that_takes_any_are_dropped_though_nobody_reads_what_is_told_of_them()
    {
        using var file = new ConnectionFileOfAKernel();
        using var process = file.Start();
        var connection = file.Connection;
        var random = new Random(1);
        var format = new MessageFormat(connection.Key);
        int[] ports = [connection.StdinPort, connection.HeartbeatPort, connection.ControlPort, connection.ShellPort];
        foreach (var port in ports)
        {
            using var stranger = new DealerSocket { Options = { SendHighWatermark = 0, ReceiveHighWatermark = 0 } };
            stranger.Connect(connection.Endpoint(port));
            for (var i = 0; i < 10_000; i++)
            {
                var message = new NetMQMessage();
                for (var frames = random.Next(1, 8); frames > 0; frames--)
                {
                    var bytes = new byte[random.Next(40)];
                    random.NextBytes(bytes);
                    message.Append(random.Next(4) == 0 ? "<IDS|MSG>"u8.ToArray() : bytes);
                }

                stranger.SendMultipartMessage(message);
            }

            // Behind all that: so who answers has read it. What is sent to the port for the user's input is not answered.
            if (port == connection.StdinPort) continue;
            stranger.SendMultipartMessage(format.Write(new Message { Header = MessageHeader.Create("kernel_info_request", "session") }));
            NetMQMessage? answer = null;
            for (var left = port == connection.HeartbeatPort ? 10_001 : 1; left > 0; left--)
                Assert.True(stranger.TryReceiveMultipartMessage(RunningKernel.Patience, ref answer));
            Assert.Equal(
                port == connection.HeartbeatPort ? "kernel_info_request" : "kernel_info_reply", format.Read(answer!).Type);
        }

        Assert.False(process.HasExited);
        process.Kill();
        Assert.Contains("A message was dropped", await process.StandardError.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--connection-file", "nowhere.json")]
    [InlineData("--connection-file")]
    [InlineData("--help", "me")]
    public async Task Wrong_arguments_are_told_without_a_stack_trace(params string[] arguments)
    {
        using var process = ConnectionFileOfAKernel.Start(arguments);
        var log = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);

        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith("C# kernel: ", log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
    }

    private static async Task<KernelProcess> StartAsync(KernelSpec spec) =>
        await KernelProcess.StartAsync(spec, AppContext.BaseDirectory, Cancellation);
}
