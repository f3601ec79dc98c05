using System.Net.Sockets;
using CSharpKernel.Transport;
using Jupyter.Kernels;

namespace Kernel.Tests.Protocol;

/// <summary>What cells and strangers do to a kernel process, and that it serves on. Each test has a process of its own.</summary>
public sealed class SurvivalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("seen = true;")]
    [InlineData("seen = true; throw new Exception(\"from the finalizers' thread\");")]
    public async Task A_task_whose_exception_nobody_observes_does_no_harm(string whenUnobserved)
    {
        await using var kernel = await StartAsync(RunningKernel.Spec);
        await RunAsync(kernel, $$"""
            var seen = false;
            TaskScheduler.UnobservedTaskException += (_, _) => { {{whenUnobserved}} };
            void Fail() { var failing = Task.Run(() => throw new Exception("unobserved")); while (!failing.IsFaulted) ; }
            """);

        await RunAsync(kernel, "while (!seen) { Fail(); GC.Collect(); GC.WaitForPendingFinalizers(); }");

        await RunAsync(kernel, "if (!seen) throw new Exception();");
    }

    [Fact]
    public async Task A_cell_that_opens_files_without_end_fails_and_the_session_goes_on_if_they_are_let_go()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such limit there.");
        await using var kernel = await StartAsync(RunningKernel.Spec with
        {
            Arguments = ["sh", "-c", "ulimit -n 512 && exec \"$0\" \"$@\"", .. RunningKernel.Spec.Arguments],
        });
        await RunAsync(kernel, "using System.IO; var kept = 5; var held = new List<FileStream>(); var path = typeof(object).Assembly.Location;");

        var lost = await ExecuteAsync(kernel, "{ var files = new List<FileStream>(); while (true) files.Add(File.OpenRead(path)); }");
        Assert.Equal("System.IO.IOException", (string?)lost.Content["ename"]);
        await RunAsync(kernel, "if (kept != 5) throw new Exception();");

        var full = await ExecuteAsync(kernel, "try { while (true) held.Add(File.OpenRead(path)); } finally { foreach (var file in held.Take(20)) file.Dispose(); }");
        Assert.Equal("System.IO.IOException", (string?)full.Content["ename"]);
        await RunAsync(kernel, "if (kept != 5) throw new Exception(); foreach (var file in held) file.Dispose();");
    }

    [Fact]
    public async Task A_cell_for_which_there_is_no_thread_is_told_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere a thread takes no file.");
        await using var kernel = await StartAsync(RunningKernel.Spec with
        {
            Arguments = ["sh", "-c", "ulimit -n 512 && exec \"$0\" \"$@\"", .. RunningKernel.Spec.Arguments],
        });
        await RunAsync(kernel, "using System.IO; var held = new List<FileStream>(); var path = typeof(object).Assembly.Location;");
        await ExecuteAsync(kernel, "while (true) held.Add(File.OpenRead(path));");

        var reply = await ExecuteAsync(kernel, "1");

        Assert.Equal("NoThread", (string?)reply.Content["ename"]);
        Assert.False(kernel.Exited.IsCompleted);
    }

    [Fact]
    public async Task A_cell_runs_though_the_folder_is_gone_and_one_that_needs_the_folder_is_told_which_it_was()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There a folder in which a process works cannot be deleted.");
        var folder = Directory.CreateTempSubdirectory("csharp-kernel-test-");
        await using var kernel = await KernelProcess.StartAsync(RunningKernel.Spec, folder.FullName, Cancellation);
        await RunAsync(kernel, "var kept = 5;");
        folder.Delete();

        await RunAsync(kernel, "int Twice(int n) => 2 * n; if (Twice(kept) != 10) throw new Exception();");
        await RunAsync(kernel, "#r \"System.Xml\"\n#!about");
        foreach (var needs in (string[])["#r \"x.dll\"", "#load \"x.csx\"", "#!import x.csx", "#i \"nuget: feed\"", "System.IO.File.ReadAllText(\"x\")"])
        {
            var said = (await ExecuteAsync(kernel, needs)).Content["traceback"]!.ToJsonString();
            Assert.Contains($"The folder {folder.FullName} no longer exists.", said, StringComparison.Ordinal);
        }

        await RunAsync(kernel, "Environment.CurrentDirectory = System.IO.Path.GetTempPath();");
        Assert.Contains("there is no file nothing.csx", $"{(await ExecuteAsync(kernel, "#!import nothing.csx")).Content["evalue"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribers_that_send_whatever_they_like_disturb_no_one()
    {
        await using var kernel = await StartAsync(RunningKernel.Spec);
        var random = new Random(1);
        for (var peers = 0; peers < 100; peers++)
        {
            using var stranger = new TcpClient(kernel.Connection.Address, kernel.Connection.IOPubPort);
            stranger.Client.Send([.. ZmtpFrames.Greeting(), .. ZmtpFrames.Ready(ZmtpPattern.Router)]);
            var noise = new MemoryStream();
            for (var frames = 0; frames < 100; frames++)
            {
                var bytes = new byte[random.Next(300)];
                random.NextBytes(bytes);

                // Whole frames, subscriptions among them; but now and then what is none, which ends the connection.
                if (bytes.Length > 0 && random.Next(4) == 0) bytes[0] = (byte)random.Next(2);
                noise.Write(random.Next(500) == 0 ? bytes : ZmtpFrames.Frame((byte)random.Next(2), bytes));
            }

            try
            {
                stranger.Client.Send(noise.ToArray());
            }
            catch (SocketException)
            {
                // It was sent away.
            }
        }

        var printed = "";
        await kernel.Client.ExecuteAsync(
            "Console.Write(\"still there\");",
            message => printed += message.Type == "stream" ? message.Content["text"] : "",
            Cancellation).WaitAsync(RunningKernel.Patience, Cancellation);
        Assert.Equal("still there", printed);
    }

    private static Task<KernelProcess> StartAsync(KernelSpec spec) =>
        KernelProcess.StartAsync(spec, AppContext.BaseDirectory, Cancellation);

    private static Task<ExecuteReply> ExecuteAsync(KernelProcess kernel, string code) =>
        kernel.Client.ExecuteAsync(code, cancellation: Cancellation).WaitAsync(RunningKernel.Patience, Cancellation);

    /// <summary>Runs a cell that must not fail.</summary>
    private static async Task RunAsync(KernelProcess kernel, string code)
    {
        var reply = await ExecuteAsync(kernel, code);
        if (reply.Status != "ok") Assert.Fail(reply.Content.ToJsonString());
    }
}
