using System.Text.Json.Nodes;
using Jupyter.Messaging;
using NetMQ;
using NetMQ.Sockets;

namespace Kernel.Tests.Protocol;

/// <summary>A real kernel process, asked over its sockets.</summary>
public sealed class KernelTests(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    [Fact]
    public async Task It_says_what_it_is()
    {
        var info = await kernel.RequestAsync("kernel_info_request", []);

        Assert.Equal("ok", (string?)info["status"]);
        Assert.Equal("C#", (string?)info["language_info"]!["name"]);
        Assert.Equal(".cs", (string?)info["language_info"]!["file_extension"]);
    }

    [Fact]
    public void Who_subscribes_to_what_it_publishes_is_told_that_the_subscription_holds()
    {
        var connection = kernel.Process.Connection;
        using var subscriber = new SubscriberSocket(connection.Endpoint(connection.IOPubPort));
        subscriber.Subscribe("some topic");

        var frames = new NetMQMessage();
        Assert.True(subscriber.TryReceiveMultipartMessage(RunningKernel.Patience, ref frames));
        var welcome = new MessageFormat(connection.Key).Read(frames);

        Assert.Equal(("iopub_welcome", "some topic"), (welcome.Type, (string?)welcome.Content["subscription"]));
        Assert.Null(welcome.Parent);
    }

    [Fact]
    public async Task Output_and_values_come_in_the_order_in_which_the_cell_made_them()
    {
        var (reply, published) = await kernel.ExecuteAsync(
            """Console.Write("a ✓ "); Console.WriteLine("中文"); display(1); Console.Error.Write("b"); Console.Write("c"); "d" """);

        Assert.Equal("ok", reply.Status);
        Assert.Equal(
            ["status busy", "execute_input", "stdout a ✓ 中文\n", "display_data 1", "stderr b", "stdout c", "execute_result d"],
            published.Select(Describe));
    }

    [Fact]
    public async Task Output_arrives_while_the_cell_runs()
    {
        var printed = new TaskCompletionSource();
        kernel.Client.Input = async (_, _) =>
        {
            await printed.Task;
            return "go on";
        };

        var (_, published) = await kernel.ExecuteAsync(
            """Console.WriteLine("before"); Console.WriteLine(Console.ReadLine());""",
            message => Complete(message, "before\n", printed));

        Assert.Equal(["stdout before\n", "stdout go on\n"], published.Where(message => message.Type == "stream").Select(Describe));
    }

    [Fact]
    public async Task What_a_cells_threads_print_after_its_end_is_attributed_to_it()
    {
        var printed = new TaskCompletionSource();
        await kernel.ExecuteAsync(
            """
            var later = new TaskCompletionSource();
            var thread = new System.Threading.Thread(() => { later.Task.Wait(); Console.WriteLine("late"); });
            thread.Start();
            """,
            message => Complete(message, "late\n", printed));

        await kernel.ExecuteAsync("later.SetResult(); thread.Join();");

        await printed.Task.WaitAsync(RunningKernel.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Numbers_look_as_the_culture_says_that_a_cell_has_named()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is "1" or "true", "This machine has no cultures.");

        Assert.Equal("1.234,50", await kernel.ResultOfAsync(
            "1234.5.ToString(\"N2\", new System.Globalization.CultureInfo(\"de-DE\"))"));

        await kernel.ExecuteAsync("System.Globalization.CultureInfo.DefaultThreadCurrentCulture = new(\"de-DE\");");
        Assert.Equal("1,5", await kernel.ResultOfAsync("1.5.ToString()"));

        await kernel.ExecuteAsync("System.Globalization.CultureInfo.DefaultThreadCurrentCulture = null;");
    }

    [Fact]
    public async Task A_shown_value_can_be_updated()
    {
        var (_, published) = await kernel.ExecuteAsync("""var shown = "one".Display(); shown.Update("two");""");

        var display = published.Single(message => message.Type == "display_data");
        var update = published.Single(message => message.Type == "update_display_data");
        Assert.Equal("two", (string?)update.Content["data"]!["text/plain"]);
        Assert.Equal((string?)display.Content["transient"]!["display_id"], (string?)update.Content["transient"]!["display_id"]);
    }

    [Fact]
    public async Task A_rich_value_has_plain_text_beside_its_richer_form()
    {
        var (_, published) = await kernel.ExecuteAsync("HTML(\"<b>x</b>\").Display(); new[] { 1, 2 }");

        foreach (var message in published.Where(message => message.Content.ContainsKey("data")))
            Assert.Equal(["text/html", "text/plain"], ((JsonObject)message.Content["data"]!).Select(form => form.Key).Order());
    }

    [Fact]
    public async Task An_error_is_published_and_replied()
    {
        var (reply, published) = await kernel.ExecuteAsync("throw new InvalidOperationException(\"boom\");");

        var error = published.Single(message => message.Type == "error").Content;
        Assert.Equal("error", reply.Status);
        Assert.Equal("System.InvalidOperationException", (string?)error["ename"]);
        Assert.Equal("boom", (string?)error["evalue"]);
        Assert.Equal((string?)error["ename"], (string?)reply.Content["ename"]);
    }

    [Fact]
    public async Task Cells_that_wait_behind_one_that_fails_do_not_run()
    {
        var allSent = new TaskCompletionSource();
        kernel.Client.Input = async (_, _) =>
        {
            await allSent.Task;
            return "";
        };

        var first = kernel.ExecuteAsync("Console.ReadLine(); throw new Exception();");
        var second = kernel.ExecuteAsync("1");

        // Answered at once, though a cell waits: so the kernel has received all that was sent before.
        await kernel.Client.RequestAsync(Jupyter.Kernels.KernelChannel.Control, "kernel_info_request", [], TestContext.Current.CancellationToken);
        allSent.SetResult();

        Assert.Equal("error", (await first).Reply.Status);
        Assert.Equal("aborted", (await second).Reply.Status);
        Assert.Equal("2", await kernel.ResultOfAsync("1 + 1"));
    }

    [Fact]
    public async Task Silent_cells_publish_nothing_and_do_not_count()
    {
        var before = (await kernel.ExecuteAsync("1")).Reply.ExecutionCount;

        var silent = await kernel.RequestAsync("execute_request", new JsonObject
        {
            ["code"] = "Console.WriteLine(1); 2",
            ["silent"] = true,
            ["user_expressions"] = new JsonObject { ["sum"] = "1 + 2", ["wrong"] = "nothing" },
        });
        var (after, published) = await kernel.ExecuteAsync("1");

        Assert.Equal("3", (string?)silent["user_expressions"]!["sum"]!["data"]!["text/plain"]);
        Assert.Equal("error", (string?)silent["user_expressions"]!["wrong"]!["status"]);
        Assert.Equal(before + 1, after.ExecutionCount);
        Assert.DoesNotContain(published, message => message.Type == "stream");
    }

    [Theory]
    [InlineData("1 + 1", "complete")]
    [InlineData("for (var i = 0; i < 3; i++) {", "incomplete")]
    [InlineData("1 ) 1", "invalid")]
    public async Task It_knows_whether_text_is_a_whole_cell(string code, string status)
    {
        var reply = await kernel.RequestAsync("is_complete_request", new JsonObject { ["code"] = code });

        Assert.Equal(status, (string?)reply["status"]);
    }

    [Theory]
    [InlineData("complete_request", "matches")]
    [InlineData("inspect_request", "found")]
    [InlineData("history_request", "history")]
    [InlineData("comm_info_request", "comms")]
    public async Task Requests_that_it_has_nothing_to_say_to_are_answered(string type, string part)
    {
        var reply = await kernel.RequestAsync(type, new JsonObject { ["code"] = "x", ["cursor_pos"] = 1 });

        Assert.Equal("ok", (string?)reply["status"]);
        Assert.True(reply.ContainsKey(part));
    }

    [Fact]
    public async Task A_cell_that_keeps_the_whole_thread_pool_busy_is_interrupted()
    {
        var started = new TaskCompletionSource();
        var cell = kernel.ExecuteAsync(
            "Parallel.For(0, 64, i => { if (i == 0) display(0); while (true) ; });",
            message =>
            {
                if (message.Type == "display_data") started.SetResult();
            });
        await started.Task.WaitAsync(RunningKernel.Patience, TestContext.Current.CancellationToken);
        await kernel.Process.InterruptAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Interrupted", (string?)(await cell).Reply.Content["ename"]);
        Assert.Equal("2", await kernel.ResultOfAsync("1 + 1"));
    }

    [Fact]
    public async Task An_interrupt_stops_also_what_has_not_begun()
    {
        var first = kernel.RequestAsync("execute_request", new JsonObject { ["code"] = "display(0); await Task.Delay(-1);", ["stop_on_error"] = false });
        var second = kernel.RequestAsync("execute_request", new JsonObject { ["code"] = "while (true) ;", ["stop_on_error"] = false });
        await kernel.Client.RequestAsync(Jupyter.Kernels.KernelChannel.Control, "kernel_info_request", [], TestContext.Current.CancellationToken);
        await kernel.Process.InterruptAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Interrupted", (string?)(await first)["ename"]);
        Assert.Equal("Interrupted", (string?)(await second)["ename"]);
        Assert.Equal("2", await kernel.ResultOfAsync("1 + 1"));
    }

    [Theory]
    [InlineData("Console.SetOut(System.IO.TextWriter.Null); Console.SetError(System.IO.TextWriter.Null); Console.SetIn(System.IO.TextReader.Null);")]
    [InlineData("Console.OutputEncoding = Encoding.UTF8; Console.InputEncoding = Encoding.UTF8;")]
    public async Task What_a_cell_does_to_the_console_ends_with_the_cell(string code)
    {
        kernel.Client.Input = (_, _) => Task.FromResult("typed");
        await kernel.ExecuteAsync(code);

        var (_, published) = await kernel.ExecuteAsync("Console.WriteLine(Console.ReadLine()); Console.Error.WriteLine(\"error\");");

        Assert.Equal(["stdout typed\n", "stderr error\n"], published.Where(message => message.Type == "stream").Select(Describe));
    }

    [Fact]
    public async Task Without_someone_to_answer_a_question_fails()
    {
        kernel.Client.Input = null;

        var (reply, _) = await kernel.ExecuteAsync("Console.ReadLine()");

        Assert.Contains("takes no input", (string?)reply.Content["evalue"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_on_a_thread_of_its_own_is_reported_and_the_session_goes_on()
    {
        var reported = new TaskCompletionSource<string>();
        await kernel.ExecuteAsync(
            """var failing = new System.Threading.Thread(() => throw new Exception("alone")); failing.Start(); failing.Join();""",
            message =>
            {
                if (message.Type == "stream" && ((string?)message.Content["text"])!.Contains("alone", StringComparison.Ordinal)) reported.SetResult((string)message.Content["text"]!);
            });

        var report = await reported.Task.WaitAsync(RunningKernel.Patience, TestContext.Current.CancellationToken);
        Assert.Contains("line 1, column 49: var failing", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Submission#", report, StringComparison.Ordinal);
        Assert.Equal("2", await kernel.ResultOfAsync("1 + 1"));
    }

    [Fact]
    public async Task Twenty_thousand_lines_arrive_complete_and_in_few_messages()
    {
        var (_, published) = await kernel.ExecuteAsync("for (var i = 0; i < 20000; i++) Console.WriteLine(i);");

        var streams = published.Where(message => message.Type == "stream").ToArray();
        Assert.Equal(
            string.Concat(Enumerable.Range(0, 20000).Select(i => $"{i}\n")),
            string.Concat(streams.Select(message => (string?)message.Content["text"])).ReplaceLineEndings("\n"));
        Assert.InRange(streams.Length, 1, 2000);
    }

    [Fact]
    public void The_heartbeat_echoes()
    {
        using var request = new RequestSocket(kernel.Process.Connection.Endpoint(kernel.Process.Connection.HeartbeatPort));

        request.SendFrame("ping");

        Assert.True(request.TryReceiveFrameString(RunningKernel.Patience, out var echo));
        Assert.Equal("ping", echo);
    }

    private static string Describe(Message message) => message.Type switch
    {
        "status" => $"status {message.Content["execution_state"]}",
        "stream" => $"{message.Content["name"]} {((string?)message.Content["text"])!.ReplaceLineEndings("\n")}",
        "display_data" or "execute_result" => $"{message.Type} {message.Content["data"]!["text/plain"]}",
        _ => message.Type,
    };

    private static void Complete(Message message, string text, TaskCompletionSource seen)
    {
        if (Describe(message) == $"stdout {text}") seen.TrySetResult();
    }
}
