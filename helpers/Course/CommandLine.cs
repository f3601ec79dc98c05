using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Course.Exporting;
using Course.Kernels;
using Course.Running;
using Course.Serving;
using Jupyter.Kernels;

namespace Course;

/// <summary>The verbs of the program and their options.</summary>
internal static class CommandLine
{
    private const int WrongUsage = 2;

    /// <summary>Stopping asks kernels to end and ends those that do not: it must not be cut short.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Open().Parse(arguments);
        if (parsed.Errors is { Count: > 0 } errors)
        {
            foreach (var error in errors) await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("Try --help.");
            return WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = StopPatience,
            });
        }
        catch (Exception e) when (e is UsageException or KernelSpecException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return WrongUsage;
        }
    }

    private static RootCommand Open()
    {
        var port = new Option<int?>("--port")
        {
            Description = $"The port to listen on, at loopback only. Without it: {ServerOptions.UsualPort}, or one that is free.",
            HelpName = "PORT",
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && !(int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= ushort.MaxValue))
                result.AddError($"--port takes a number from 1 to {ushort.MaxValue}, not '{value}'.");
        });
        var noBrowser = new Option<bool>("--no-browser") { Description = "Print the link only." };
        var notebooks = new Option<string?>("--notebooks")
        {
            Description = "A folder of C# notebooks to open instead of the course.",
            HelpName = "DIR",
        };
        var course = new RootCommand("The course on asynchronous programming. Without a verb: opens it in the browser.")
        {
            port, noBrowser, notebooks, Run(), Export(), Kernel(),
        };
        course.SetAction((parsed, cancellation) => OpenCommand.ExecuteAsync(
            new ServerOptions
            {
                Port = parsed.GetValue(port),
                OpensBrowser = !parsed.GetValue(noBrowser),
                Notebooks = parsed.GetValue(notebooks),
            },
            cancellation));
        return course;
    }

    private static Command Run()
    {
        var paths = new Argument<string[]>("paths")
        {
            Description = "Notebooks, or folders of notebooks. Without any: the whole course.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var kernel = new Option<string?>("--kernel")
        {
            Description = "An installed Jupyter kernel to run them with, by name. Without it: the course's own.",
            HelpName = "NAME",
        };
        var output = new Option<string?>("--out")
        {
            Description = "The folder for executed notebooks and pages. Without it: artifacts/course.",
            HelpName = "DIR",
        };
        var save = new Option<bool>("--save")
        {
            Description = "Write the outputs back into each notebook that ran without error.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print a machine-readable summary; progress then goes to standard error.",
        };
        var timeout = new Option<TimeSpan?>("--timeout")
        {
            Description = $"Seconds that a cell may take before it is stopped. Without it: {RunOptions.DefaultTimeout.TotalSeconds}.",
            HelpName = "SECONDS",
            CustomParser = ParseSeconds,
        };
        var command = new Command("run", "Runs notebooks, each in a kernel of its own, and writes a page for each.")
        {
            paths, kernel, output, save, json, timeout,
        };
        command.SetAction((parsed, cancellation) => RunCommand.ExecuteAsync(
            new RunOptions
            {
                Paths = parsed.GetValue(paths) ?? [],
                Kernel = parsed.GetValue(kernel),
                Out = parsed.GetValue(output),
                Save = parsed.GetValue(save),
                Json = parsed.GetValue(json),
                Timeout = parsed.GetValue(timeout) ?? RunOptions.DefaultTimeout,
            },
            cancellation));
        return command;
    }

    private static Command Export()
    {
        var output = new Option<string>("--out")
        {
            Description = "The folder for the pages: a new or empty one, or that of an earlier export.",
            HelpName = "DIR",
            Required = true,
        };
        var notebooks = new Option<string?>("--notebooks")
        {
            Description = "A folder of C# notebooks to export instead of the course.",
            HelpName = "DIR",
        };
        var command = new Command("export", "Writes the course as pages that need no server, with the outputs that its notebooks have.") { output, notebooks };
        command.SetAction((parsed, cancellation) => ExportCommand.ExecuteAsync(
            new ExportOptions { Out = parsed.GetValue(output)!, Notebooks = parsed.GetValue(notebooks) }, cancellation));
        return command;
    }

    private static Command Kernel()
    {
        var name = new Option<string>("--name")
        {
            Description = $"The name by which notebooks ask for it. Without it: {CourseKernel.DefaultName}.",
            HelpName = "NAME",
            DefaultValueFactory = _ => CourseKernel.DefaultName,
        };
        var user = new Option<bool>("--user") { Description = "For this user, as without it." };
        var prefix = new Option<string?>("--prefix")
        {
            Description = "For a Python environment, or any other folder: in DIR/share/jupyter/kernels.",
            HelpName = "DIR",
        };
        var force = new Option<bool>("--force") { Description = "Replace another product's kernel of the same name." };
        var install = new Command("install", "Installs the C# kernel for VS Code, JupyterLab and every other Jupyter front end.")
        {
            name, user, prefix, force,
        };
        var list = new Command("list", "Lists the Jupyter kernels that are installed.");
        var uninstall = new Command("uninstall", "Removes the C# kernel, as 'install' has installed it.") { name, user, prefix };
        foreach (var command in new[] { install, uninstall })
        {
            command.Validators.Add(result =>
            {
                if (result.GetValue(user) && result.GetValue(prefix) is not null)
                    result.AddError("--user and --prefix name two places: give one of them.");
            });
        }

        install.SetAction(parsed =>
            KernelCommand.Install(parsed.GetValue(name)!, parsed.GetValue(prefix), parsed.GetValue(force)));
        list.SetAction(_ => KernelCommand.List());
        uninstall.SetAction(parsed => KernelCommand.Uninstall(parsed.GetValue(name)!, parsed.GetValue(prefix)));
        return new Command("kernel", "Installs the course's C# kernel, lists kernels, removes it.") { install, list, uninstall };
    }

    private static TimeSpan? ParseSeconds(ArgumentResult result)
    {
        if (double.TryParse(result.Tokens.SingleOrDefault()?.Value, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and <= 86_400)
            return TimeSpan.FromSeconds(seconds);
        result.AddError("--timeout takes a number of seconds above 0, at most 86400.");
        return null;
    }
}
