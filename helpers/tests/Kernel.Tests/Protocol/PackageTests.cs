using System.IO.Compression;
using Jupyter.Kernels;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kernel.Tests.Protocol;

/// <summary>Packages of a feed that is a folder, so that no network is needed; a real kernel, whose settings say so.</summary>
public sealed class PackageTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kernel-tests-");
    private KernelProcess _kernel = null!;

    private string Feed => Path.Combine(_folder.FullName, "feed");

    /// <summary>
    /// A kernel with a folder of packages of its own, by a variable, as it counts for more than any setting; and of a
    /// reader to whom .NET speaks German.
    /// </summary>
    private KernelSpec Spec => RunningKernel.Spec with
    {
        Environment = new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = Path.Combine(_folder.FullName, "packages"),
            ["DOTNET_CLI_UI_LANGUAGE"] = "de",
        },
    };

    public async ValueTask InitializeAsync()
    {
        var notebooks = _folder.CreateSubdirectory("notebooks").FullName;
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="folder" value="{Feed}" /></packageSources>
            </configuration>
            """);
        Directory.CreateDirectory(Feed);
        _kernel = await KernelProcess.StartAsync(Spec, notebooks, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _kernel.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_package_is_found_by_its_version()
    {
        (string Reference, string Version)[] references =
        [
            ("Sample0", "1.5.0"),
            ("Sample1, 1.0.0", "1.0.0"),
            ("Sample2,1.5.0", "1.5.0"),
            ("Sample3, [1.0, 1.5)", "1.0.0"),
            ("Sample4, 1.*", "1.5.0"),
            ("Sample5, *-*", "2.0.0-beta.1"),
        ];
        foreach (var (reference, version) in references)
        {
            var id = reference.Split(',')[0];
            Pack(Feed, id, "1.0.0", "1.5.0", "2.0.0-beta.1");

            var shown = await RunAsync($"#r \"nuget: {reference}\"\n{id}.Version");

            Assert.Equal([$"display_data Fetching {id} …", $"update_display_data {id} {version}", $"execute_result {version}"], shown);
        }
    }

    [Fact]
    public async Task A_version_that_does_not_exist_is_replaced_by_the_next_and_that_is_said()
    {
        Pack(Feed, "Sample", "1.5.0");

        Assert.Contains("update_display_data Sample 1.5.0 (there is no 1.2.0)", await RunAsync("#r \"nuget: Sample, 1.2.0\""));
    }

    [Fact]
    public async Task Of_a_package_whose_newest_version_is_not_for_this_NET_the_newest_that_is_for_it_is_taken_and_that_is_said()
    {
        Pack(Feed, "Sample", "1.0.0", "1.4.0", "1.4.1");
        PackFor("net99.0", Feed, "Sample", "1.5.0", "1.5.7", "2.0.0");
        Pack(Feed, "Other", "1.0.0");

        Assert.Contains("update_display_data Sample 1.4.1 (2.0.0 goes with a newer .NET than 10)", await RunAsync("#r \"nuget: Sample\""));
        Assert.Equal("execute_result 1.4.1", (await RunAsync("#r \"nuget: Other\"\nSample.Version"))[^1]);
    }

    [Fact]
    public async Task A_version_that_brings_a_newer_part_of_the_runtime_is_taken_only_if_it_is_named()
    {
        Pack(Feed, "Sample", "1.0.0", "2.0.0");
        AddNewPipelines("Sample.2.0.0");
        Pack(Feed, "Other", "3.0.0");
        AddNewPipelines("Other.3.0.0");

        Assert.Contains("update_display_data Sample 1.0.0 (2.0.0 goes with a newer .NET than 10)", await RunAsync("#r \"nuget: Sample\""));
        var shown = await RunAsync("#r \"nuget: Other\"\nusing System.IO.Pipelines;\nNewPipe.Name");
        Assert.Equal(
            "update_display_data Other 3.0.0\nWith Other 3.0.0: .NET 10 has older ones, and what passes one to the other may fail.",
            shown[1].ReplaceLineEndings("\n"));
        Assert.Equal("execute_result new", shown[^1]);
    }

    [Fact]
    public async Task ASP_NET_Core_is_there_for_who_names_it_and_for_packages_that_need_it()
    {
        const string Answer = """
            using Microsoft.AspNetCore.Builder;
            using Microsoft.AspNetCore.Hosting;
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            app.MapGet("/", () => "Hello");
            await app.StartAsync();
            await new System.Net.Http.HttpClient().GetStringAsync(app.Urls.Single())
            """;

        Assert.Equal("execute_result Hello", (await RunAsync("#r \"nuget: Microsoft.AspNetCore.App\"\n" + Answer))[^1]);
        Assert.Equal("execute_result Hello", (await RunAsync("#r \"nuget: Microsoft.AspNetCore.App, 2.2\"\n" + Answer))[^1]);
        await _kernel.DisposeAsync();

        Pack(Feed, "Sample", "1.0.0");
        Specify("Sample", """
            <frameworkReferences>
              <group targetFramework="net10.0"><frameworkReference name="Microsoft.AspNetCore.App" /></group>
            </frameworkReferences>
            """);
        _kernel = await KernelProcess.StartAsync(Spec, Path.Combine(_folder.FullName, "notebooks"), TestContext.Current.CancellationToken);
        Assert.Equal("execute_result Hello", (await RunAsync("#r \"nuget: Sample\"\n" + Answer))[^1]);
    }

    [Fact]
    public async Task A_cell_sees_of_a_package_what_that_shows_and_runs_what_it_has()
    {
        Pack(Feed, "Sample", "1.0.0");
        using (var package = ZipFile.Open(Path.Combine(Feed, "Sample.1.0.0.nupkg"), ZipArchiveMode.Update))
        {
            AddAssembly(package, "ref/net10.0", "Sample", """public static class Sample { public static string Shown() => "reference"; }""");
            package.GetEntry("lib/net10.0/Sample.dll")!.Delete();
            AddAssembly(package, "lib/net10.0", "Sample", """
                public static class Sample { public static string Shown() => "run"; }
                public static class Random { }
                """);
        }

        Assert.Equal("execute_result run True", (await RunAsync("""
            #r "nuget: Sample"
            $"{Sample.Shown()} {Random.Shared is not null}"
            """))[^1]);
    }

    [Fact]
    public async Task Of_packages_that_disagree_on_another_it_is_told_which_version_of_that_to_name()
    {
        Pack(Feed, "Shared", "1.0.0", "1.5.0");
        Pack(Feed, "Inner", "1.0.0");
        Specify("Inner", """<dependencies><dependency id="Shared" version="1.5.0" /></dependencies>""");
        Pack(Feed, "Outer", "1.0.0");
        Specify("Outer", """
            <dependencies><dependency id="Shared" version="1.0.0" /><dependency id="Inner" version="1.0.0" /></dependencies>
            """);

        Assert.EndsWith(
            "Packages disagree on Shared. Name it as well: #r \"nuget: Shared, 1.5.0\".",
            (await RunAsync("#r \"nuget: Outer\""))[^1],
            StringComparison.Ordinal);
        Assert.Equal("execute_result 1.5.0", (await RunAsync("#r \"nuget: Outer\"\n#r \"nuget: Shared, 1.5.0\"\nShared.Version"))[^1]);
    }

    [Fact]
    public async Task A_named_version_that_is_not_for_this_NET_is_told_to_be_too_new()
    {
        PackFor("net99.0", Feed, "Sample", "2.0.0");

        var error = (await RunAsync("#r \"nuget: Sample, 2.0.0\""))[^1].Split('\n');

        Assert.StartsWith("NU1202: Package Sample 2.0.0 is not compatible with net10.0", error[1], StringComparison.Ordinal);
        Assert.StartsWith("Tried:", error[2], StringComparison.Ordinal);
        Assert.Equal("This kernel runs on .NET 10. Name an older version.", error[3].Trim());
    }

    [Fact]
    public async Task What_a_package_has_for_NET_Interactive_alone_is_told_to_be_left_out()
    {
        Pack(Feed, "Sample", "1.0.0");
        using (var package = ZipFile.Open(Path.Combine(Feed, "Sample.1.0.0.nupkg"), ZipArchiveMode.Update))
            package.CreateEntry("interactive-extensions/dotnet/extension.dib");

        Assert.Contains(
            "update_display_data Sample 1.0.0 (its extension of .NET Interactive is left out)",
            await RunAsync("#r \"nuget: Sample\""));
    }

    [Fact]
    public async Task A_package_of_what_the_runtime_has_is_told_to_be_left_out()
    {
        Pack(Feed, "System.IO.Pipelines", "1.0.0");

        Assert.Contains(
            "update_display_data System.IO.Pipelines 1.0.0 (what .NET itself has of it is used)",
            await RunAsync("#r \"nuget: System.IO.Pipelines\""));
    }

    [Fact]
    public async Task A_cell_can_add_a_source()
    {
        var other = Path.Combine(_folder.FullName, "notebooks", "other");
        Pack(other, "Sample", "3.0.0");

        Assert.Equal("execute_result 3.0.0", (await RunAsync("#i \"nuget: other\"\n#r \"nuget: Sample\"\nSample.Version"))[^1]);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_does_not_keep_another_from_being_used()
    {
        Pack(Feed, "Sample", "1.0.0");

        var shown = await RunAsync("#i \"nuget: https://127.0.0.1:1/index.json\"\n#r \"nuget: Sample\"\nSample.Version");

        Assert.Equal("execute_result 1.0.0", shown[^1]);
    }

    [Fact]
    public async Task A_package_that_does_not_exist_is_told_with_what_was_tried()
    {
        var error = (await RunAsync("#r \"nuget: Missing, 1.0\""))[^1].Split('\n');

        Assert.Equal("error Missing cannot be fetched.", error[0].Trim());
        Assert.StartsWith("NU1101: Unable to find package Missing.", error[1], StringComparison.Ordinal);
        Assert.Equal($"Tried: {Feed}", error[2].Trim());
        Assert.StartsWith("Check the name and the version.", error[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_network_a_package_of_any_version_is_taken_from_this_machine()
    {
        Pack(Feed, "Sample", "1.0.0", "1.5.0");
        await RunAsync("#r \"nuget: Sample, 1.0.0\"");
        await _kernel.DisposeAsync();
        var settings = Path.Combine(_folder.FullName, "nuget.config");
        await File.WriteAllTextAsync(
            settings,
            (await File.ReadAllTextAsync(settings, TestContext.Current.CancellationToken)).Replace(
                $"value=\"{Feed}\"", "value=\"http://127.0.0.1:1/index.json\" allowInsecureConnections=\"true\"", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        _kernel = await KernelProcess.StartAsync(
            Spec, Path.Combine(_folder.FullName, "notebooks"), TestContext.Current.CancellationToken);

        Assert.Equal("execute_result 1.0.0", (await RunAsync("#r \"nuget: Sample\"\nSample.Version"))[^1]);
    }

    private async Task<List<string>> RunAsync(string code)
    {
        var shown = new List<string>();
        await _kernel.Client.ExecuteAsync(
            code,
            message =>
            {
                var content = message.Content;
                if (message.Type is "display_data" or "update_display_data" or "execute_result")
                    shown.Add($"{message.Type} {(string?)content["data"]!["text/plain"]}");
                if (message.Type == "error") shown.Add($"error {(string?)content["evalue"]}");
            },
            TestContext.Current.CancellationToken).WaitAsync(RunningKernel.Patience, TestContext.Current.CancellationToken);
        return shown;
    }

    private static void Pack(string feed, string id, params string[] versions) => PackFor("net10.0", feed, id, versions);

    /// <summary>Makes packages with an assembly that knows the package's version.</summary>
    private static void PackFor(string framework, string feed, string id, params string[] versions)
    {
        Directory.CreateDirectory(feed);
        foreach (var version in versions)
        {
            using var package = ZipFile.Open(Path.Combine(feed, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
            using (var specification = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open()))
            {
                specification.Write($"""
                    <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
                      <id>{id}</id><version>{version}</version><authors>a</authors><description>d</description>
                      <dependencies><group targetFramework="{framework}" /></dependencies>
                    </metadata></package>
                    """);
            }

            AddAssembly(package, $"lib/{framework}", id, $"public static class {id.Replace('.', '_')} {{ public const string Version = \"{version}\"; }}");
        }
    }

    /// <summary>Says more of a package's version 1.0.0.</summary>
    private void Specify(string id, string metadata)
    {
        using var package = ZipFile.Open(Path.Combine(Feed, $"{id}.1.0.0.nupkg"), ZipArchiveMode.Update);
        package.GetEntry($"{id}.nuspec")!.Delete();
        using var specification = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open());
        specification.Write($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
              <id>{id}</id><version>1.0.0</version><authors>a</authors><description>d</description>
              {metadata}
            </metadata></package>
            """);
    }

    private void AddNewPipelines(string package)
    {
        using var archive = ZipFile.Open(Path.Combine(Feed, package + ".nupkg"), ZipArchiveMode.Update);
        AddAssembly(archive, "lib/net10.0", "System.IO.Pipelines", """
            [assembly: System.Reflection.AssemblyVersion("99.0.0.0")]
            namespace System.IO.Pipelines { public static class NewPipe { public static string Name => "new"; } }
            """);
    }

    private static void AddAssembly(ZipArchive package, string folder, string name, string source)
    {
        using var assembly = package.CreateEntry($"{folder}/{name}.dll").Open();
        var compiled = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(assembly);
        Assert.True(compiled.Success);
    }
}
