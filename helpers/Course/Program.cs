using Course;

return await CommandLine.RunAsync(args);
