using Microsoft.Extensions.Caching.Memory;

namespace Course.Pages;

/// <summary>
/// HTML that was made before, by what it was made of: to colour the code of a lesson and to clean its charts takes a third of a
/// second, and pages are drawn often. Forgets what was not used for long. Safe for use from several threads.
/// </summary>
internal static class FragmentCache
{
    private const long Characters = 48 * 1024 * 1024;

    private static readonly MemoryCache Cache = new(new MemoryCacheOptions { SizeLimit = Characters });

    /// <summary>What was made of the source before, or is made now.</summary>
    /// <param name="source">All that the result depends on. Compared by value, and so of a type of its own for each maker.</param>
    /// <param name="length">About how many characters it has.</param>
    /// <param name="make">Makes it.</param>
    public static T Get<TSource, T>(TSource source, int length, Func<TSource, T> make)
        where TSource : notnull
        where T : class
    {
        if (Cache.TryGetValue(source, out T? known)) return known!;
        var made = make(source);
        Cache.Set(source, made, new MemoryCacheEntryOptions { Size = Math.Max(1, length * 3L) });
        return made;
    }
}
