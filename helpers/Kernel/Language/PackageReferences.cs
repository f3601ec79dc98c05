using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CSharpKernel.Language;

/// <summary>
/// Fetches the packages that <c>#r "nuget: Id, Version"</c> names, with the SDK's own restore, so that feeds, credentials and
/// caches are those of the user's other projects.
/// </summary>
internal sealed partial class PackageReferences(SubmissionChain chain, CellLoadContext loadContext)
{
    // How long a kernel that ends waits for the temporary folder to be removed.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private const string AnyVersion = "*";

    private readonly HashSet<string> _sources = [];
    private readonly Dictionary<string, string> _wanted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Looks for packages also in other places: addresses of feeds, or folders.</summary>
    public void AddSources(IEnumerable<string> sources)
    {
        foreach (var source in sources)
            _sources.Add(source.Contains("://", StringComparison.Ordinal) ? source : Path.GetFullPath(source));
    }

    /// <summary>Makes packages, and all that they depend on, available to the cells.</summary>
    /// <param name="directives">What the directives say behind <c>nuget:</c>.</param>
    /// <param name="output">Where to say what was fetched.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="DirectiveException">A package cannot be had.</exception>
    public async Task RestoreAsync(IEnumerable<string> directives, ICellOutput output, CancellationToken cancellation)
    {
        var wanted = new Dictionary<string, string>(_wanted, StringComparer.OrdinalIgnoreCase);
        var added = new List<string>();
        foreach (var (id, version) in directives.Select(Parse))
        {
            if (wanted.TryAdd(id, version)) added.Add(id);
            else if (version != AnyVersion && wanted[id] != version)
                throw new DirectiveException(
                    $"{id} {wanted[id]} is referenced already. Restart the kernel to use version {version}.");
        }

        if (added.Count == 0) return;

        var shown = new Microsoft.DotNet.Interactive.Formatting.DisplayedValue(
            output, MimeBundle.Of($"Fetching {string.Join(", ", added)} …"), []);
        var folder = Directory.CreateTempSubdirectory("csharp-kernel-");
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var removed = new ManualResetEventSlim();
        EventHandler giveUp = (_, _) =>
        {
            givenUp.Cancel();
            removed.Wait(Patience);
        };
        AppDomain.CurrentDomain.ProcessExit += giveUp;
        try
        {
            WriteProject(folder.FullName, wanted);
            await RunRestoreAsync(folder.FullName, added, givenUp.Token).ConfigureAwait(false);
            var packages = ReadAssets(Path.Combine(folder.FullName, "obj", "project.assets.json"));
            foreach (var package in packages)
            {
                foreach (var assembly in package.Assemblies) loadContext.AddAssembly(assembly);
                foreach (var library in package.NativeLibraries) loadContext.AddNativeLibrary(library);
            }

            chain.AddReferences(packages.SelectMany(package => package.Assemblies));
            foreach (var (id, version) in wanted) _wanted[id] = version;
            shown.Update(string.Join(
                Environment.NewLine,
                packages.SelectMany(package => added.Where(package.Is).Select(id => package.Describe(wanted[id])))));
        }
        catch (Exception e)
        {
            shown.Update(e is OperationCanceledException ? "Fetching packages was interrupted." : "Fetching packages failed.");
            throw;
        }
        finally
        {
            Delete(folder);
            removed.Set();
            AppDomain.CurrentDomain.ProcessExit -= giveUp;
        }
    }

    private static void Delete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Warn($"The temporary folder {folder.FullName} cannot be removed: {e.Message}");
        }
    }

    private static (string Id, string Version) Parse(string directive)
    {
        var match = Directive().Match(directive);
        if (!match.Success)
            throw new DirectiveException(
                $"#r \"nuget: {directive}\" is no package reference. Write #r \"nuget: Id\" or #r \"nuget: Id, Version\".");
        var version = match.Groups["version"].Value;
        return (match.Groups["id"].Value, version.Length == 0 ? AnyVersion : version);
    }

    private void WriteProject(string folder, Dictionary<string, string> packages)
    {
        // These stop MSBuild's search for settings in the folders above.
        File.WriteAllText(Path.Combine(folder, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Directory.Build.targets"), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Directory.Packages.props"), "<Project />");
        var project = new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement(
                "PropertyGroup",
                new XElement("TargetFramework", $"net{Environment.Version.Major}.{Environment.Version.Minor}"),
                new XElement("RuntimeIdentifier", "$(NETCoreSdkPortableRuntimeIdentifier)"),
                new XElement("UseAppHost", "false"),
                new XElement("SelfContained", "false"),
                new XElement("NuGetAudit", "false"),

                // The configuration of feeds is looked for from the notebook's folder on.
                new XElement("RestoreRootConfigDirectory", Directory.GetCurrentDirectory()),
                new XElement("RestoreAdditionalProjectSources", string.Join(';', _sources))),
            new XElement(
                "ItemGroup",
                packages.Select(package => new XElement(
                    "PackageReference", new XAttribute("Include", package.Key), new XAttribute("Version", package.Value)))));
        File.WriteAllText(Path.Combine(folder, "packages.csproj"), project.ToString());
    }

    private static async Task RunRestoreAsync(string folder, IReadOnlyList<string> packages, CancellationToken cancellation)
    {
        using var restore = new Process
        {
            StartInfo = new ProcessStartInfo(FindDotnet(), ["restore", "packages.csproj", "-v:q", "-nologo", "-tl:off"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                Environment = { ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1" },
            },
        };
        try
        {
            restore.Start();
        }
        catch (Win32Exception e)
        {
            throw new DirectiveException($"{Cannot(packages)} The .NET SDK's 'dotnet' cannot be started: {e.Message}");
        }

        try
        {
            var errors = restore.StandardError.ReadToEndAsync(cancellation);
            var output = await restore.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false);
            output += await errors.ConfigureAwait(false);
            await restore.WaitForExitAsync(cancellation).ConfigureAwait(false);
            if (restore.ExitCode != 0) throw new DirectiveException(Explain(folder, packages, output));
        }
        catch (OperationCanceledException)
        {
            restore.Kill(entireProcessTree: true);
            await restore.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static string Cannot(IEnumerable<string> packages) => $"{string.Join(", ", packages)} cannot be fetched.";

    /// <summary>What NuGet says, without the paths of the temporary project, and where it has looked.</summary>
    private static string Explain(string folder, IReadOnlyList<string> packages, string output)
    {
        var errors = Error().Matches(output).Select(match => match.Value.Trim()).Distinct().ToArray();
        var lines = new List<string> { Cannot(packages) };
        lines.AddRange(errors.Length > 0 ? errors : [output.Trim()]);
        if (SourcesOf(folder) is { Count: > 0 } sources)
        {
            lines.Add($"Tried: {string.Join(", ", sources.Select(WithoutPassword))}");
            lines.Add("Check the name and the version. Another source is added by #i \"nuget: https://…\" or #i \"nuget: folder\".");
        }

        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>The sources that a restore has used, as it has noted them; they come from the user's settings and from cells.</summary>
    private static List<string> SourcesOf(string folder)
    {
        var file = Path.Combine(folder, "obj", "packages.csproj.nuget.dgspec.json");
        if (!File.Exists(file)) return [];
        using var specification = JsonDocument.Parse(File.ReadAllBytes(file));
        return specification.RootElement.GetProperty("projects").EnumerateObject()
            .Select(project => project.Value.GetProperty("restore"))
            .Where(restore => restore.TryGetProperty("sources", out _))
            .SelectMany(restore => restore.GetProperty("sources").EnumerateObject().Select(source => source.Name))
            .ToList();
    }

    private static string WithoutPassword(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0
            ? source.Replace(uri.UserInfo + "@", "", StringComparison.Ordinal)
            : source;

    private static string FindDotnet()
    {
        var own = Environment.ProcessPath;
        return own is not null && Path.GetFileNameWithoutExtension(own).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? own
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
    }

    private static List<Package> ReadAssets(string path)
    {
        using var assets = JsonDocument.Parse(File.ReadAllBytes(path));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToArray();
        var libraries = assets.RootElement.GetProperty("libraries");

        // The target with a runtime's identifier is the longer of the two.
        var target = assets.RootElement.GetProperty("targets").EnumerateObject().MaxBy(target => target.Name.Length).Value;
        var packages = new List<Package>();
        foreach (var library in target.EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "package") continue;
            var relative = libraries.GetProperty(library.Name).GetProperty("path").GetString()!;
            var folder = folders.Select(folder => Path.Combine(folder, relative)).FirstOrDefault(Directory.Exists)
                ?? throw new DirectiveException($"The package {library.Name} is not where NuGet says that it has put it.");
            packages.Add(new Package(library.Name, Files("runtime").Where(IsNotOfTheRuntime).ToArray(), Files("native").ToArray()));

            IEnumerable<string> Files(string kind) => library.Value.TryGetProperty(kind, out var files)
                ? files.EnumerateObject()
                    .Where(file => Path.GetFileName(file.Name) != "_._")
                    .Select(file => Path.GetFullPath(Path.Combine(folder, file.Name)))
                : [];
        }

        return packages;
    }

    private static bool IsNotOfTheRuntime(string path) => !FrameworkReferences.Contains(Path.GetFileNameWithoutExtension(path));

    [GeneratedRegex(
        @"^(?<id>[^,\s]+)\s*(,\s*(?<version>\S.*?)\s*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Directive();

    [GeneratedRegex(@"(?<=error\s)NU\d+:[^\[\r\n]*", RegexOptions.CultureInvariant)]
    private static partial Regex Error();

    private sealed record Package(string Name, IReadOnlyList<string> Assemblies, IReadOnlyList<string> NativeLibraries)
    {
        /// <summary>Its name and version, and the version that was asked for where there is none such.</summary>
        public string Describe(string wanted)
        {
            var version = Name[(Name.IndexOf('/', StringComparison.Ordinal) + 1)..];
            var isOther = char.IsAsciiDigit(wanted[0]) && !wanted.Contains('*', StringComparison.Ordinal)
                && !version.StartsWith(wanted, StringComparison.OrdinalIgnoreCase);
            return Name.Replace('/', ' ') + (isOther ? $" (there is no {wanted})" : "");
        }

        public bool Is(string id) => Name.StartsWith(id + "/", StringComparison.OrdinalIgnoreCase);
    }
}
