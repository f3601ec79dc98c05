namespace AsyncProgramming;

/// <summary>Checks a reader's solution of a lesson's exercise: says what is wrong, and never fails the cell.</summary>
public static class Exercise
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Runs the check and prints either that the exercise is solved or what is not right yet. An exception in the
    /// reader's code counts as something not right, and so does a check that is not done within ten seconds.
    /// </summary>
    /// <param name="check">Tries the solution and adds a sentence for each thing that is wrong.</param>
    /// <returns>Whether it is solved.</returns>
    public static async Task<bool> Check(Func<ICollection<string>, Task> check)
    {
        ArgumentNullException.ThrowIfNull(check);
        var problems = new List<string>();
        try
        {
            await Task.Run(() => check(problems)).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            problems.Add($"it is not done after {Patience.TotalSeconds:0} seconds: does something wait for ever?");
        }
        catch (Exception e)
        {
            problems.Add($"it threw {e.GetType().Name}: {e.Message}");
        }

        if (problems.Count == 0) Console.WriteLine("✓ Solved.");
        foreach (var problem in problems.ToArray()) Console.WriteLine($"✗ Not yet: {problem}");
        return problems.Count == 0;
    }
}
