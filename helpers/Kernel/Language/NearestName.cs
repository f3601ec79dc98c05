namespace CSharpKernel.Language;

/// <summary>Finds what somebody may have meant who has mistyped a name.</summary>
internal static class NearestName
{
    /// <summary>The name that is most like what was typed; null if none is like it.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="names">The names that there are.</param>
    /// <param name="fits">Whether a name can be meant at all; asked only of those that are like what was typed.</param>
    public static string? Of(string typed, IEnumerable<string> names, Func<string, bool>? fits = null)
    {
        var limit = Math.Max(1, typed.Length / 3);
        return names
            .Where(name => Math.Abs(name.Length - typed.Length) <= limit)
            .Select(name => (Name: name, Distance: Distance(typed, name)))
            .Where(candidate => candidate.Distance <= limit && candidate.Distance < candidate.Name.Length)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => Math.Abs(candidate.Name.Length - typed.Length))
            .Select(candidate => candidate.Name)
            .FirstOrDefault(name => fits is null || fits(name));
    }

    /// <summary>
    /// How many letters must be put in, left out, replaced or swapped with their neighbour: the optimal string alignment
    /// distance.
    /// </summary>
    private static int Distance(string from, string to)
    {
        var distances = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distances[i, j] = i + j;
                    continue;
                }

                var same = from[i - 1] == to[j - 1] ? 0 : 1;
                var least = Math.Min(
                    Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1,
                    distances[i - 1, j - 1] + same);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    least = Math.Min(least, distances[i - 2, j - 2] + 1);
                distances[i, j] = least;
            }
        }

        return distances[from.Length, to.Length];
    }
}
