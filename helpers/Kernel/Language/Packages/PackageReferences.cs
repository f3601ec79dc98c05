using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace CSharpKernel.Language.Packages;

/// <summary>
/// Fetches the packages that <c>#r "nuget: Id, Version"</c> names, and makes them available to cells.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as the process.")]
internal sealed partial class PackageReferences(SubmissionChain chain, CellLoadContext loadContext)
{
    // To end a restore and remove its folder takes milliseconds; on a machine with much else to do, longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _givenUp = new();
    private readonly CountdownEvent _running = new(initialCount: 1);
    private readonly HashSet<string> _sources = [];
    private readonly HashSet<string> _ahead = [];
    private readonly HashSet<string> _frameworks = [];
    private readonly ConcurrentDictionary<string, string> _wanted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Looks for packages also in other places: addresses of feeds, or folders.</summary>
    public void AddSources(IEnumerable<string> sources)
    {
        foreach (var source in sources)
            _sources.Add(source.Contains("://", StringComparison.Ordinal) ? source : WorkingFolder.Resolve(source));
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
        foreach (var directive in directives)
        {
            if (Contains(wanted, directive)) continue;
            var (id, version) = Parse(directive);
            wanted.Add(id, version);
            added.Add(id);
        }

        if (added.Count == 0) return;

        // What comes with .NET and was a package once, when its version could be chosen.
        var frameworks = wanted.Keys.Select(SharedFramework.Find).OfType<SharedFramework>().ToList();
        foreach (var framework in frameworks) wanted.Remove(framework.Name);

        if (!_running.TryAddCount()) throw new OperationCanceledException();
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _givenUp.Token);
        var shown = new Microsoft.DotNet.Interactive.Formatting.DisplayedValue(
            output, MimeBundle.Of($"Fetching {string.Join(", ", added)} …"), []);
        var folder = Directory.CreateTempSubdirectory("csharp-kernel-");
        try
        {
            var restore = new PackageRestore(new RestoreProject(folder.FullName, added, _sources), wanted);
            var packages = await restore.RunAsync(givenUp.Token).ConfigureAwait(false);
            foreach (var package in packages)
            {
                foreach (var assembly in package.Assemblies) loadContext.AddAssembly(assembly);
                foreach (var library in package.NativeLibraries) loadContext.AddNativeLibrary(library);
            }

            chain.AddReferences(packages.SelectMany(package => package.References));
            frameworks.AddRange(packages.SelectMany(package => package.Frameworks).Distinct().Select(SharedFramework.Find).OfType<SharedFramework>());
            chain.AddReferences(frameworks.SelectMany(framework => framework.Assemblies).Where(loadContext.AddAssembly));
            foreach (var (id, version) in wanted) _wanted[id] = version;
            foreach (var framework in frameworks) _wanted.TryAdd(framework.Name, PackageRestore.AnyVersion);
            var fetched = packages.SelectMany(package => added
                .Where(id => id.Equals(package.Id, StringComparison.OrdinalIgnoreCase))
                .Select(id => package.Describe(wanted[id], restore.TooNew.GetValueOrDefault(id))))
                .Concat(frameworks.Where(framework => _frameworks.Add(framework.Name)).Select(framework => $"{framework.Name} {framework.Version}"));
            var ahead = packages.Where(package => package.IsAheadOfRuntime && _ahead.Add(package.Id)).ToArray();
            if (ahead.Length > 0)
            {
                fetched = fetched.Append(
                    $"With {string.Join(", ", ahead.Select(package => $"{package.Id} {package.Version}"))}: .NET {Environment.Version.Major}"
                    + " has older ones, and what passes one to the other may fail.");
            }

            shown.Update(string.Join(Environment.NewLine, fetched));
        }
        catch (Exception e)
        {
            shown.Update(e is OperationCanceledException ? "Fetching packages was interrupted." : "Fetching packages failed.");
            throw;
        }
        finally
        {
            Delete(folder);
            _running.Signal();
        }
    }

    /// <summary>Gives up what is being fetched, and returns when nothing is left of it on the disk.</summary>
    public void End()
    {
        if (_givenUp.IsCancellationRequested) return;
        _givenUp.Cancel();
        _running.Signal();
        _running.Wait(Patience);
    }

    /// <summary>Whether a package has been fetched. Safe to use while others are.</summary>
    /// <param name="directive">What the directive says behind <c>nuget:</c>.</param>
    /// <exception cref="DirectiveException">It is no package reference, or another version has been fetched.</exception>
    public bool Contains(string directive) => Contains(_wanted, directive);

    private static bool Contains(IReadOnlyDictionary<string, string> packages, string directive)
    {
        var (id, version) = Parse(directive);
        if (!packages.TryGetValue(id, out var known)) return false;
        return version == PackageRestore.AnyVersion || known == version
            ? true
            : throw new DirectiveException($"{id} {known} is referenced already. Restart the kernel to use version {version}.");
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
        var (id, version) = (match.Groups["id"].Value, match.Groups["version"].Value);
        return (id, version.Length == 0 || SharedFramework.Exists(id) ? PackageRestore.AnyVersion : version);
    }

    [GeneratedRegex(
        @"^(?<id>[^,\s]+)\s*(,\s*(?<version>\S.*?)\s*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Directive();
}
