using System.Diagnostics;
using System.Text.Json.Nodes;
using Kernel.Tests.Protocol;
using Requirements;

namespace Kernel.Tests.Conformance;

/// <summary>Jupyter's own tests of a kernel, which Debian has as <c>python3-jupyter-kernel-test</c>.</summary>
public sealed class KernelConformanceTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public async Task Jupyters_own_tests_pass_and_none_is_skipped()
    {
        var isThere = File.Exists(Python) && (await RunAsync("-c", "import jupyter_kernel_test")).ExitCode == 0;
        Requirement.Check(isThere, "module jupyter_kernel_test of Python's", "python3-jupyter-kernel-test");
        var folder = Directory.CreateTempSubdirectory("csharp-kernel-test-");
        try
        {
            var spec = Directory.CreateDirectory(Path.Combine(folder.FullName, "kernels", "tested"));
            await File.WriteAllTextAsync(
                Path.Combine(spec.FullName, "kernel.json"),
                new JsonObject
                {
                    ["argv"] = new JsonArray([.. RunningKernel.Spec.Arguments.Select(argument => JsonValue.Create(argument))]),
                    ["display_name"] = ".NET (C#)",
                    ["language"] = "C#",
                    ["interrupt_mode"] = "message",
                    ["env"] = new JsonObject { ["CSHARP_KERNEL_HISTORY"] = Path.Combine(folder.FullName, "history.jsonl") },
                }.ToJsonString(),
                TestContext.Current.CancellationToken);

            var (exitCode, log) = await RunAsync(
                ["Conformance/kernel_conformance.py", "tested"], ("JUPYTER_PATH", folder.FullName));

            Assert.True(exitCode == 0, log);
            Assert.Contains("Ran 12 tests", log, StringComparison.Ordinal);
            Assert.DoesNotContain("skipped", log, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<(int ExitCode, string Log)> RunAsync(params string[] arguments) => RunAsync(arguments, ("LANG", "C.UTF-8"));

    private static async Task<(int ExitCode, string Log)> RunAsync(string[] arguments, (string Name, string Value) variable)
    {
        var start = new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment[variable.Name] = variable.Value;
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var log = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output + log);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
