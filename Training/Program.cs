return await Antivirus.Training.ConsoleApp.RunAsync(args);
