using System.Diagnostics;
using Jupyter.Kernels;
using Jupyter.Messaging;

namespace Jupyter.Tests.Kernels;

/// <summary>Kernel processes and their client, with the course's own kernel.</summary>
public sealed class KernelProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static KernelSpec CSharp
    {
        get
        {
            var build = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            var kernel = Path.Combine(build.Parent!.Parent!.FullName, "Kernel", build.Name, "Kernel.dll");
            return new KernelSpec
            {
                Name = "csharp",
                Arguments = ["dotnet", kernel, "--connection-file", "{connection_file}"],
                InterruptMode = "message",
            };
        }
    }

    [Fact]
    public async Task What_a_cell_puts_out_arrives_before_its_execution_is_over()
    {
        await using var kernel = await StartAsync(CSharp);
        var published = new List<Message>();
        var reply = await kernel.Client.ExecuteAsync("Console.Write(\"hi\"); 40 + 2", published.Add, Cancellation).WaitAsync(Patience, Cancellation);
        Assert.True(reply.Succeeded);
        Assert.Equal(1, reply.ExecutionCount);
        Assert.Contains(published, message => message.Type == "stream" && (string?)message.Content["text"] == "hi");
        Assert.Contains(published, message => (string?)message.Content["data"]?["text/plain"] == "42");
        Assert.Equal("C#", (string?)kernel.Info["language_info"]!["name"], ignoreCase: true);
    }

    [Fact]
    public async Task A_kernel_runs_in_the_folder_that_it_is_given_and_knows_its_parent()
    {
        using var folder = new TemporaryFolder();
        folder.Write("marker", "");
        await using var kernel = await StartAsync(
            CSharp with { Environment = new Dictionary<string, string> { ["GIVEN"] = "[${PATH}]" } }, folder.Path);
        var text = await PrintedByAsync(kernel, """
            Console.WriteLine(System.IO.File.Exists("marker"));
            Console.WriteLine(Environment.GetEnvironmentVariable("GIVEN") == $"[{Environment.GetEnvironmentVariable("PATH")}]");
            Console.WriteLine(Environment.GetEnvironmentVariable("JPY_PARENT_PID"));
            """);
        var lines = text.Trim().Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal(["True", "True"], lines[..2]);
        if (!OperatingSystem.IsWindows()) Assert.Equal($"{Environment.ProcessId}", lines[2]);
    }

    [Theory]
    [InlineData("message")]
    [InlineData("signal")]
    public async Task An_interrupt_stops_the_cell_and_the_session_goes_on(string mode)
    {
        await using var kernel = await StartAsync(CSharp with { InterruptMode = mode });
        var begun = new TaskCompletionSource();
        var execution = kernel.Client.ExecuteAsync(
            "var kept = 1; Console.WriteLine(\"begun\"); while (true) ;",
            message => { if (message.Type == "stream") begun.TrySetResult(); },
            Cancellation);
        await begun.Task.WaitAsync(Patience, Cancellation);
        await kernel.InterruptAsync(Cancellation);
        Assert.False((await execution.WaitAsync(Patience, Cancellation)).Succeeded);
        Assert.Equal("1", (await PrintedByAsync(kernel, "Console.Write(kept);")).Trim());
    }

    [Fact]
    public async Task A_kernel_that_dies_fails_what_it_was_running_and_all_that_comes_after()
    {
        await using var kernel = await StartAsync(CSharp);
        var error = await Assert.ThrowsAsync<KernelException>(() =>
            kernel.Client.ExecuteAsync("Environment.Exit(7);", cancellation: Cancellation).WaitAsync(Patience, Cancellation));
        Assert.Contains("'csharp' ended with exit code 7", error.Message, StringComparison.Ordinal);
        Assert.Equal(7, await kernel.Exited);
        await Assert.ThrowsAsync<KernelException>(() => kernel.Client.ExecuteAsync("1", cancellation: Cancellation));
    }

    [Fact]
    public async Task Disposing_of_a_kernel_leaves_no_process_even_of_one_that_is_busy()
    {
        var kernel = await StartAsync(CSharp);
        var begun = new TaskCompletionSource();
        var execution = kernel.Client.ExecuteAsync(
            "Console.WriteLine(\"begun\"); while (true) ;",
            message => { if (message.Type == "stream") begun.TrySetResult(); },
            Cancellation);
        await begun.Task.WaitAsync(Patience, Cancellation);
        await kernel.DisposeAsync();
        Assert.True(kernel.Exited.IsCompleted);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(kernel.Id));
        await Assert.ThrowsAsync<KernelException>(() => execution);
    }

    [Fact]
    public async Task The_connection_file_is_for_its_user_only_and_gone_once_it_was_read()
    {
        using var file = new ConnectionFile(new ConnectionInfo { Key = "secret" });
        Assert.Equal("secret", ConnectionInfo.Read(file.Path).Key);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Path));
        file.Dispose();
        Assert.False(File.Exists(file.Path));

        await using var kernel = await StartAsync(CSharp);
        var path = await PrintedByAsync(kernel, "Console.Write(Environment.GetCommandLineArgs()[^1]);");
        Assert.EndsWith(".json", path, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
    {
        var error = await Assert.ThrowsAsync<KernelException>(() => StartAsync(CSharp with { Arguments = ["no-such-program-anywhere"] }));
        Assert.Contains("no-such-program-anywhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kernel_that_ends_while_starting_says_why()
    {
        var error = await Assert.ThrowsAsync<KernelException>(() => StartAsync(CSharp with { Arguments = ["dotnet", "no-such.dll"] }));
        Assert.Contains("ended with exit code", error.Message, StringComparison.Ordinal);
        Assert.Contains("no-such.dll", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var start = KernelProcess.StartAsync(CSharp, AppContext.BaseDirectory, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
    }

    [Fact]
    public async Task A_second_client_hears_what_the_first_one_runs()
    {
        await using var kernel = await StartAsync(CSharp);
        using var second = new KernelClient(kernel.Connection);
        await second.WaitUntilReadyAsync(Cancellation).WaitAsync(Patience, Cancellation);
        var heard = new TaskCompletionSource<string>();
        second.Published += message =>
        {
            if (message.Type == "stream") heard.TrySetResult((string)message.Content["text"]!);
        };
        await PrintedByAsync(kernel, "Console.Write(\"to all\");");
        Assert.Equal("to all", await heard.Task.WaitAsync(Patience, Cancellation));
    }

    [Fact]
    public async Task A_question_of_a_cell_is_answered_by_its_own_client()
    {
        await using var kernel = await StartAsync(CSharp);
        kernel.Client.Input = (prompt, _) => Task.FromResult("an answer");
        Assert.Equal("an answer", await PrintedByAsync(kernel, "Console.Write(Console.ReadLine());"));
    }

    private static Task<KernelProcess> StartAsync(KernelSpec spec, string? folder = null) =>
        KernelProcess.StartAsync(spec, folder ?? AppContext.BaseDirectory, Cancellation);

    private static async Task<string> PrintedByAsync(KernelProcess kernel, string code)
    {
        var text = new List<string>();
        var reply = await kernel.Client.ExecuteAsync(
            code,
            message => { if (message.Type == "stream") text.Add((string)message.Content["text"]!); },
            Cancellation).WaitAsync(Patience, Cancellation);
        Assert.True(reply.Succeeded, reply.Content.ToJsonString());
        return string.Concat(text);
    }
}
