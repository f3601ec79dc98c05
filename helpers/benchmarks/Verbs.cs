using System.CommandLine;
using BenchmarkDotNet.Running;
using Benchmarks.Limits;
using Benchmarks.Parts;
using Benchmarks.Peers;

namespace Benchmarks;

/// <summary>The verbs of the program and their options.</summary>
internal static class Verbs
{
    private const int WrongUsage = 2;
    private static readonly string[] ListNames = ["--list", "flat"];

    public static int Run(string[] arguments)
    {
        // What this program measures in a process of its own, before that one has loaded anything else.
        if (arguments is [EchoProcess.Verb]) return EchoProcess.Echo();
        if (arguments is [WaitingMeasure.Verb, var kind, var count]) return WaitingMeasure.Run(kind, count);

        var root = new RootCommand("Measures the library of the course: what its notebooks use, as they use it.")
        {
            Peers(), Parts(), Limits(),
        };
        var parsed = root.Parse(arguments is [] ? ["--help"] : arguments);
        if (parsed.Errors is { Count: > 0 } errors)
        {
            foreach (var error in errors) Console.Error.WriteLine(error.Message);
            Console.Error.WriteLine("Try --help.");
            return WrongUsage;
        }

        return parsed.Invoke();
    }

    private static Command Peers() => Figures(
        "peers", "The whole, measured as other languages' loops and pools are. Half a minute.", "Beside peers",
        PeerFigures.Measure);

    private static Command Limits() => Figures(
        "limits", "What the machine and the runtime alone take. Ten seconds.", "Limits", LimitFigures.Measure);

    private static Command Figures(string verb, string description, string title, Func<IEnumerable<Figure>> measure)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a table." };
        var command = new Command(verb, description) { json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json)) FigureReport.PrintJson(measure());
            else FigureReport.PrintTable(title, measure());
        });
        return command;
    }

    private static Command Parts()
    {
        var filter = new Option<string[]>("--filter")
        {
            Description = "Only benchmarks whose full name matches: '*Timer*'. Without it: all, in some three minutes.",
            HelpName = "GLOB",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["*"],
        };
        var list = new Option<bool>("--list") { Description = "Only print the names." };
        var command = new Command("parts", "Each part by itself, in time and memory, with BenchmarkDotNet.") { filter, list };
        command.SetAction(parsed =>
        {
            string[] arguments = ["--filter", .. parsed.GetValue(filter) ?? [], .. parsed.GetValue(list) ? ListNames : []];
            var summaries = BenchmarkSwitcher.FromAssembly(typeof(Verbs).Assembly).Run(arguments, new PartsConfig()).ToList();
            var succeeded = summaries.Count > 0 && summaries.All(s => !s.HasCriticalValidationErrors && s.Reports.All(r => r.Success));
            return succeeded || parsed.GetValue(list) ? 0 : 1;
        });
        return command;
    }
}
