namespace CSharpKernel.Language.Packages;

/// <summary>Finds versions of packages that can be had and go with this .NET, by restoring them.</summary>
/// <param name="project">What restores them.</param>
/// <param name="packages">
/// The version, or range of versions, that is wanted of each; afterwards the one that later restores are to keep to.
/// </param>
internal sealed class PackageRestore(RestoreProject project, Dictionary<string, string> packages)
{
    /// <summary>The version of a package of which any will do.</summary>
    public const string AnyVersion = "*";

    // Each asks the sources once more.
    private const int MaximalSteps = 4;

    private readonly string[] _any = [.. packages.Where(package => package.Value == AnyVersion).Select(package => package.Key)];
    private readonly Dictionary<string, Version> _below = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _tooNew = new(StringComparer.OrdinalIgnoreCase);
    private bool _isPinned;
    private int _steps;

    /// <summary>The newest version of each package of which an older one was taken, because that goes with a newer .NET.</summary>
    public IReadOnlyDictionary<string, string> TooNew => _tooNew;

    /// <summary>
    /// Restores the packages. What is wanted in any version is taken in the newest that goes with this .NET; without a network,
    /// in the newest of this machine.
    /// </summary>
    /// <exception cref="DirectiveException">A package cannot be had.</exception>
    public async Task<IReadOnlyList<Package>> RunAsync(CancellationToken cancellation)
    {
        IReadOnlyList<Package>? newest = null;
        while (true)
        {
            IReadOnlyList<Package> restored;
            try
            {
                restored = await project.RestoreAsync(packages, cancellation).ConfigureAwait(false);
            }
            catch (RestoreException e) when (TryOlder(project.Incompatible) || (e.IsUnreachable && TryPin()))
            {
                continue;
            }
            catch (RestoreException) when (newest is not null)
            {
                return Keep(newest);
            }

            newest ??= restored;
            if (!restored.Any(package => package.IsAheadOfRuntime)) return Keep(restored);
            if (!TryOlder(BehindWhatIsAhead(restored))) return Keep(newest);
        }
    }

    /// <summary>
    /// The packages because of which something comes that the runtime has an older version of: of that there would be two, and of
    /// two types of one name one does not do for the other.
    /// </summary>
    private List<(string Id, string Version)> BehindWhatIsAhead(IReadOnlyList<Package> restored)
    {
        var byId = restored.ToDictionary(package => package.Id, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. packages.Keys
                .Where(id => byId.TryGetValue(id, out var package) && Decided(package, []).Any(other => other.IsAheadOfRuntime))
                .Select(id => (id, byId[id].Version)),
        ];

        // A package, and those that are there in no older version because it asks for them.
        IEnumerable<Package> Decided(Package package, HashSet<string> seen) => !seen.Add(package.Id)
            ? []
            : package.Dependencies
                .Where(other => byId.TryGetValue(other.Key, out var chosen) && chosen.Version == other.Value)
                .SelectMany(other => Decided(byId[other.Key], seen))
                .Prepend(package);
    }

    /// <summary>Sees to it that what is restored later keeps to the versions for which others were given up.</summary>
    private IReadOnlyList<Package> Keep(IReadOnlyList<Package> restored)
    {
        foreach (var package in restored)
        {
            if (!_tooNew.TryGetValue(package.Id, out var tooNew)) continue;
            packages[package.Id] = package.Version;
            if (package.Version == tooNew) _tooNew.Remove(package.Id);
        }

        return restored;
    }

    /// <summary>Goes back behind the last minor version of packages of any version.</summary>
    private bool TryOlder(IReadOnlyList<(string Id, string Version)> refused)
    {
        refused = [.. refused.Where(package => _any.Contains(package.Id, StringComparer.OrdinalIgnoreCase))];
        if (refused.Count == 0 || _steps++ == MaximalSteps) return false;
        foreach (var (id, version) in refused)
        {
            if (!Version.TryParse(version.Split('-', '+')[0], out var number)) return false;
            _tooNew.TryAdd(id, version);
            _below[id] = new Version(number.Major, number.Minor, build: 0);
            packages[id] = $"[*,{_below[id]})";
        }

        return !_isPinned || Pin();
    }

    private bool TryPin() => !_isPinned && Pin();

    /// <summary>Names for each package of any version the newest that is here, so that no source need be asked.</summary>
    private bool Pin()
    {
        _isPinned = true;
        var here = _any.Select(id => project.NewestHere(id, _below.GetValueOrDefault(id))).ToArray();
        if (here.Length == 0 || here.Contains(null)) return false;
        foreach (var (id, version) in _any.Zip(here)) packages[id] = $"[{version}]";
        return true;
    }
}
