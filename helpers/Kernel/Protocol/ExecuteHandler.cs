using System.Text.Json.Nodes;
using CSharpKernel.Language;
using CSharpKernel.Protocol.History;

namespace CSharpKernel.Protocol;

/// <summary>Runs cells.</summary>
internal sealed class ExecuteHandler(
    ILanguageSession session, OutputChannel output, InputChannel input, CellHistory history) : IRequestHandler
{
    private int _count;

    public string Type => "execute_request";

    /// <summary>Called when a cell has failed and those that wait behind it shall not run.</summary>
    public Action? Failed { get; set; }

    public JsonObject Handle(Request request)
    {
        var (message, interrupt) = request;
        var code = message.Content["code"]?.GetValue<string>() ?? "";
        var silent = message.Content["silent"]?.GetValue<bool>() ?? false;
        var counts = !silent && (message.Content["store_history"]?.GetValue<bool>() ?? true);
        var allowsInput = message.Content["allow_stdin"]?.GetValue<bool>() ?? false;
        var stopsOnError = message.Content["stop_on_error"]?.GetValue<bool>() ?? true;
        if (counts) _count++;
        if (!silent)
            output.Publish("execute_input", new JsonObject { ["code"] = code, ["execution_count"] = _count }, message.Header);
        if (HelpRequest.Parse(code) is { } help)
        {
            if (counts) history.Add(_count, code, output: null);
            return Explain(help, request, silent);
        }

        var outcome = session.Execute(code, _count, new RequestOutput(output, input, message, silent, allowsInput), interrupt);
        output.Flush();
        if (counts) history.Add(_count, code, outcome.Result?.GetValueOrDefault("text/plain"));
        if (outcome.Error is { } error)
        {
            if (!silent) output.Publish("error", Describe(error), message.Header);
            if (stopsOnError) Failed?.Invoke();
            var failure = Describe(error);
            failure["status"] = "error";
            failure["execution_count"] = _count;
            return failure;
        }

        if (outcome.Result is { } result && !silent)
        {
            output.Publish(
                "execute_result",
                new JsonObject { ["execution_count"] = _count, ["data"] = result.ToJson(), ["metadata"] = new JsonObject() },
                message.Header);
        }

        return new JsonObject
        {
            ["status"] = "ok",
            ["execution_count"] = _count,
            ["user_expressions"] = Evaluate(message.Content["user_expressions"] as JsonObject ?? [], interrupt),
            ["payload"] = new JsonArray(),
        };
    }

    /// <summary>Tells what a name means, in the front end's pager, which does not belong to the notebook.</summary>
    private JsonObject Explain(HelpRequest help, Request request, bool silent)
    {
        var found = session.Inspect(help.Expression, help.Expression.Length, help.IsDetailed, request.Interrupt);
        if (found is null && !silent)
            output.Write(OutputStream.Standard, $"Nothing is known of {help.Expression}.\n", request.Message.Header);
        output.Flush();
        return new JsonObject
        {
            ["status"] = "ok",
            ["execution_count"] = _count,
            ["user_expressions"] = new JsonObject(),
            ["payload"] = found is null
                ? []
                : new JsonArray(new JsonObject { ["source"] = "page", ["data"] = found.ToJson(), ["start"] = 0 }),
        };
    }

    /// <summary>The values of expressions that the front end wants to know when the cell has run.</summary>
    private JsonObject Evaluate(JsonObject expressions, CancellationToken interrupt)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in expressions)
        {
            var outcome = session.Execute(expression?.GetValue<string>() ?? "", _count, NoOutput.Instance, interrupt);
            values[name] = outcome.Error is { } error ? Describe(error) : new JsonObject
            {
                ["data"] = outcome.Result?.ToJson() ?? [],
                ["metadata"] = new JsonObject(),
            };
            values[name]!["status"] = outcome.Error is null ? "ok" : "error";
        }

        return values;
    }

    private static JsonObject Describe(CellError error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray([.. error.ColouredTraceback.Select(line => JsonValue.Create(line))]),
    };
}
